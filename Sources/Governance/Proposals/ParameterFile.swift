public import Encoding
import Margin

/// A parameter file as it is handed around: the set as JSON, right or not, or a proposal of one.
public enum ParameterFile {
    /// What a file of parameters says; of a proposal, signed or not, the parameters in it.
    ///
    /// - Throws: `encoding`; what `SignedParametersFile.parse` throws of a proposal.
    public static func json(of bytes: Bytes, maximumBytes: Int = SignedParametersFile.maximumBytes) throws(GovernanceError) -> JSON {
        let json = try decoding { () throws(EncodingError) in
            try JSON.parse(bytes, limits: JSONLimits(maximumBytes: maximumBytes, maximumDepth: 10))
        }
        guard json["format"]?.stringValue == SignedParametersFile.format else { return json }
        return try SignedParametersFile.parse(bytes).set.json
    }
}
