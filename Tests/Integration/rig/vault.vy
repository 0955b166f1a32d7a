# @version ^0.4.0
# A vault that only keeps books: who has deposited and who owes how much of which asset, in base units.
# No tokens move, so every account can be given any asset; the events are those that the node reads.

event Deposit:
    account: indexed(address)
    asset: indexed(address)
    amount: uint256

event Withdraw:
    account: indexed(address)
    asset: indexed(address)
    amount: uint256

event Borrow:
    account: indexed(address)
    asset: indexed(address)
    amount: uint256

event Repay:
    account: indexed(address)
    asset: indexed(address)
    amount: uint256

# account -> asset -> base units
balances: public(HashMap[address, HashMap[address, uint256]])
debts: public(HashMap[address, HashMap[address, uint256]])


@external
def deposit(asset: address, amount: uint256):
    self.balances[msg.sender][asset] += amount
    log Deposit(account=msg.sender, asset=asset, amount=amount)


@external
def withdraw(asset: address, amount: uint256):
    assert amount <= self.balances[msg.sender][asset], "more than deposited"
    self.balances[msg.sender][asset] -= amount
    log Withdraw(account=msg.sender, asset=asset, amount=amount)


@external
def borrow(asset: address, amount: uint256):
    self.debts[msg.sender][asset] += amount
    log Borrow(account=msg.sender, asset=asset, amount=amount)


@external
def repay(asset: address, amount: uint256):
    assert amount <= self.debts[msg.sender][asset], "more than owed"
    self.debts[msg.sender][asset] -= amount
    log Repay(account=msg.sender, asset=asset, amount=amount)
