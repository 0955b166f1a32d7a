import Encoding

extension UnifiedViewError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .foreignStream(let expected, let got): "the record is of stream \(got), expected \(expected)"
        case .wrongSet(let sequence, let expected, let got):
            "sequence \(sequence) was certified by attester set \(got), set \(expected) holds there"
        case .foreignSet(let sequence, let expected, let got):
            "sequence \(sequence) was certified by set \(got.hex), expected \(expected.hex): it grew from another genesis than the trust file's"
        case .setNotKnown(let sequence, let newest, let got):
            "sequence \(sequence) needs attester set \(got), the newest known is \(newest): fetch the set changes first, then try again"
        case .quorum(let error): "\(error)"
        case .heightWentBack(let position, let previous, let got): "\(position) is at height \(got), below the message before at \(previous)"
        case .heightBeforeFirst(let position, let first, let got):
            "\(position) is at height \(got), the stream's description starts at \(first)"
        case .blockChanged(let position, let height, let previous, let got):
            "\(position) names block \(got.hex) at height \(height), the message before named \(previous.hex)"
        case .timeWentBack(let position, let previous, let got): "\(position) has block time \(got), the message before had \(previous)"
        case .wrongFinality(let position, let expected, let got): "\(position) says \(got), the stream's description says \(expected)"
        case .changesDoNotApply(let position, let error): "the changes of \(position) do not apply: \(error)"
        case .wrongAccountCount(let position, let expected, let got):
            "\(position) says that \(got) accounts follow, its changes lead to \(expected)"
        case .wrongStateRoot(let position, let expected, let got):
            "\(position) says that state root \(got.hex) follows, its changes lead to \(expected.hex)"
        case .snapshotRoot(let stream, let expected, let got):
            "the stored accounts of stream \(stream) hash to \(got.hex), its last message says \(expected.hex): rebuild them from the log"
        case .snapshotCount(let stream, let expected, let got):
            "\(got) accounts of stream \(stream) are stored, its last message says \(expected): rebuild them from the log"
        case .snapshotStop(let stream, let tip, let got):
            "stream \(stream) is stored as stopped at sequence \(got), but its last message is \(tip): rebuild it from the log"
        case .unreadableAccount(let stream, let account, let error):
            "the stored state of account \(account) in stream \(stream) cannot be read: \(error)"
        case .malformedView(let expected, let got): "view: expected \(expected), got \(got)"
        case .duplicateStream(let stream): "stream \(stream) was given twice"
        case .malformedLink, .encoding, .identity, .foreignNetwork, .unsupportedSigner, .missingSignature, .invalidLinkSignature,
            .wrongLinkSigner:
            linkText
        }
    }

    private var linkText: String {
        switch self {
        case .malformedLink(let expected, let got): "account link: expected \(expected), got \(got)"
        case .encoding(let error): "account link: \(error)"
        case .identity(let error): "account link: \(error)"
        case .foreignNetwork(let expected, let got): "this is for network \(got), expected \(expected)"
        case .unsupportedSigner(let account):
            "accounts like \(account) cannot sign links: eip155 accounts (personal_sign) and accounts whose address is an Ed25519 key can"
        case .missingSignature(let account): "the signature of \(account) is missing; a link needs both sides"
        case .invalidLinkSignature(let account, let error): "the signature of \(account) does not hold: \(error)"
        case .wrongLinkSigner(let expected, let got): "the signature is by \(got), expected \(expected)"
        default: shortDescription
        }
    }
}
