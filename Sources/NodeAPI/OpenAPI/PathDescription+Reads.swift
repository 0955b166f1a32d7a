import CollateralState
import Encoding
import UnifiedView

extension PathDescription {
    /// Every path that is answered.
    static var all: [PathDescription] { probes + streams + messages + accounts + questions + exchange }

    private static var probes: [PathDescription] {
        [
            PathDescription("/livez", get: OperationDescription("Whether the process lives.", answers: .other(mediaType: "text/plain"), access: .open)),
            PathDescription(
                "/readyz", get: OperationDescription("Whether the node can answer for its own chains now, and why not; 503 where it cannot.", answers: .object(["ready", "streams"]), access: .open)),
            PathDescription("/metrics", get: OperationDescription("Prometheus text.", answers: .other(mediaType: "text/plain"))),
            PathDescription(OpenAPIDocument.path, get: OperationDescription("This document.", answers: .object(["openapi", "info", "security", "paths", "components"]))),
        ]
    }

    private static var streams: [PathDescription] {
        [
            PathDescription(
                "/v1/status",
                get: OperationDescription(
                    "How the node stands: streams, peers, and what margin is computed from.",
                    answers: .object(["network", "running", "ready", "view", "takenAtMilliseconds", "streams", "peers", "links", "prices", "parameters", "venues", "market"]))),
            PathDescription(
                "/v1/parameters",
                get: OperationDescription(
                    "Which parameters hold, with which weight, and what was agreed upon for later.",
                    answers: .object(["network", "takenAtMilliseconds", "governed", "holds", "agreed", "scheduled", "refused", "governance"]))),
            PathDescription("/v1/parameters/set", get: OperationDescription("The parameters that hold, as a file.", answers: .json)),
            PathDescription("/v1/streams", get: OperationDescription("Where all streams stand.", answers: .object(["view", "takenAtMilliseconds", "streams"]))),
            PathDescription("/v1/streams/{stream}", get: OperationDescription("Where one stream stands, and how it is read.", answers: .json)),
            PathDescription(
                "/v1/streams/{stream}/messages",
                get: OperationDescription(
                    "Accepted messages of one stream.",
                    [.number("after", "The sequence before the first.", 0...UInt64.max, example: 0), .limit(MessagesAnswer.maximumPage)], answers: .json)),
            PathDescription(
                "/v1/evidence",
                get: OperationDescription(
                    "Proofs that an attester signed two digests for one place.",
                    [.number("after", "How many to pass over.", 0...UInt64(Int32.max), example: 0), .limit(EvidenceAnswer.maximumPage)], answers: .json)),
        ]
    }

    private static var messages: [PathDescription] {
        [
            PathDescription(
                "/v1/messages",
                get: OperationDescription(
                    "Messages of all streams in the order in which this node took them.",
                    [.text("after", "The cursor of an earlier page.", example: cursorExample), .limit(MessagesAnswer.maximumPage)], answers: .json)),
            PathDescription(
                "/v1/messages/events",
                get: OperationDescription(
                    "The same as server-sent events, as they come.", [.text("after", "The cursor to go on from.", example: cursorExample)],
                    answers: .other(mediaType: "text/event-stream"))),
            PathDescription(
                "/v1/messages/{digest}",
                get: OperationDescription(
                    "One message: who attested it with which evidence, and what it changed.",
                    [
                        .number("after", "How many changes to pass over.", 0...UInt64(StateMessage.maximumChanges), example: 0),
                        .limit(MessageAnswer.maximumPage),
                    ], answers: .json)),
            PathDescription(
                "/v1/view",
                get: OperationDescription(
                    "The whole unified view in pages of one moment.",
                    [.text("after", "The cursor of the page before.", example: cursorExample), .limit(ViewAnswer.maximumPage)], answers: .json)),
            PathDescription(
                "/v1/view/events", get: OperationDescription("The newest view as server-sent events.", answers: .other(mediaType: "text/event-stream"))),
        ]
    }

    /// Cursors are taken from answers; there is none to show that means anything elsewhere.
    static let cursorExample = "CURSOR"

    private static var accounts: [PathDescription] {
        [
            PathDescription(
                "/v1/accounts",
                get: OperationDescription(
                    "Margin accounts that hold something.",
                    [.text("after", "The account before the first.", example: "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), .limit(AccountsAnswer.maximumPage)],
                    answers: .json)),
            PathDescription(
                "/v1/accounts/{account}",
                get: OperationDescription(
                    "What the owner holds on all chains, and the margin it gives.",
                    answers: .object(["asked", "account", "members", "view", "takenAtMilliseconds", "holdings", "totals", "margin", "marginMissing"]))),
            PathDescription("/v1/accounts/{account}/margin", get: OperationDescription("The margin report alone.", answers: .json)),
            PathDescription(
                "/v1/accounts/{account}/why",
                get: OperationDescription(
                    "Where each holding comes from: messages, attesters, links, prices.",
                    answers: .object([
                        "asked", "account", "members", "view", "prices", "parameters", "venues", "takenAtMilliseconds", "leaves", "links", "margin", "marginMissing",
                    ]))),
            PathDescription("/v1/accounts/{account}/proof", get: OperationDescription("The proof file, to be verified offline.", answers: .json)),
        ]
    }

    private static var exchange: [PathDescription] {
        [
            PathDescription(
                "/v1/links",
                post: OperationDescription(
                    "Takes a link of two accounts, signed by both.",
                    body: BodyDescription(text: "What plimsoll link writes.", maximum: AccountLink.largestFile, example: nil), status: 202, answers: .json,
                    access: .writer)),
            PathDescription(
                "/v1/exchange",
                get: OperationDescription(
                    "What other nodes read: the feed, waiting for what is new.",
                    [
                        .text("feed", "The feed that the cursor is of.", example: String(repeating: "0", count: 64)),
                        .number("after", "The item before the first.", 0...UInt64.max, example: 0),
                        .number("wait", "How long to wait for something new, in milliseconds.", 0...30_000, example: 0),
                    ], answers: .other(mediaType: "application/octet-stream"))),
            PathDescription(
                "/v1/streams/{stream}/bundles",
                get: OperationDescription(
                    "Accepted messages of one stream, for nodes that miss some.",
                    [
                        .number("from", "The first sequence.", 1...UInt64(Int64.max), example: 1, required: true),
                        .number("to", "The last sequence.", 1...UInt64(Int64.max), example: 1, required: true),
                    ], answers: .other(mediaType: "application/octet-stream"))),
            PathDescription("/v1/log/checkpoint", get: OperationDescription("The signed checkpoint of the log of certified messages.", answers: .other(mediaType: "text/plain"))),
            PathDescription(
                "/v1/log/consistency",
                get: OperationDescription(
                    "That the log of one size grew from that of another.",
                    [
                        .number("from", "The smaller size.", 1...UInt64.max, example: 1, required: true),
                        .number("to", "The larger size.", 1...UInt64.max, example: 2, required: true),
                    ], answers: .object(["from", "to", "proof"]))),
            PathDescription("/v1/log/entries/{digest}", get: OperationDescription("That the log holds a message.", answers: .other(mediaType: "text/plain"))),
            PathDescription("/v1/log/witnessed", get: OperationDescription("The last checkpoints of others that this node saw.", answers: .object(["logs"]))),
        ]
    }
}
