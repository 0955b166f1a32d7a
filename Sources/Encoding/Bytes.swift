/// Owned bytes. One short name, because every wire format is made of them.
public typealias Bytes = [UInt8]
