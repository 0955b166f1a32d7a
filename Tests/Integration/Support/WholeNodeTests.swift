import Testing

/// Tests of whole nodes: one after another, since each starts several nodes and chains.
@Suite("Whole nodes", .serialized)
enum WholeNodeTests {}
