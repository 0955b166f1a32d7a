/// Everything that reads bytes of others. A new decoder or verifier gets one line in its family's file; a new family one here.
public enum FuzzTargets {
    public static let all: [FuzzTarget] =
        encoding + keys + signedDocuments + records + state + transparency + ethereum + ethereumState + lightClient + bridges + chains + decisions + questions
        + margins + offline

    public static func named(_ name: String) -> FuzzTarget? {
        all.first { $0.name == name }
    }
}
