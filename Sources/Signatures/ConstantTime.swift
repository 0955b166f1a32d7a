import COpenSSL
public import Encoding

/// Whether two byte strings are equal, in a time that depends on their lengths only: for secrets such as access tokens.
public func constantTimeEquals(_ left: Bytes, _ right: Bytes) -> Bool {
    left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}
