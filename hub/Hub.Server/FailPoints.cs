namespace Hub.Server;

/// <summary>
/// Every place in the hub where a test can stop it (<c>HUB_FAILPOINTS</c>, see <see cref="FailPoint"/>), in the order in which one
/// request meets them. The crash tests kill the hub at each and fail when one is never reached.
/// </summary>
internal static class FailPoints
{
    public const string Variable = "HUB_FAILPOINTS";

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["receive.before"] = "A citizen request has come in over HTTP; its body is not read.",
        ["receive.after"] = "The citizen request is an envelope; the exchange does not know of it.",
        ["validate.before"] = "A message is new; nothing of it is checked.",
        ["validate.after"] = "The message is valid; nobody has received it.",
        ["deliver.before"] = "The message's partition is entered; its recipient has not begun.",
        ["deliver.after"] = "The recipient has worked until it must wait; nothing is written.",
        ["persist.before-begin"] = "Units of work wait for the writer; the transaction is not open.",
        ["inbox.after-insert"] = "In the transaction: the message is recorded as handled.",
        ["journal.before-append"] = "In the transaction: the burst is not in the workflow's journal.",
        ["journal.after-append"] = "In the transaction: the burst is in the workflow's journal.",
        ["bookmark.before-insert"] = "In the transaction: what the workflow waits for, a message or the clock, is not written.",
        ["bookmark.after-insert"] = "In the transaction: what the workflow waits for is written.",
        ["bookmark.after-remove"] = "In the transaction: the bookmark that was used is gone.",
        ["stimulus.after-insert"] = "In the transaction: the signal that nobody waits for yet is kept.",
        ["stimulus.after-remove"] = "In the transaction: the signal that was kept has been taken.",
        ["outbox.before-insert"] = "In the transaction: the command is not in the outbox.",
        ["outbox.after-insert"] = "In the transaction: the command is in the outbox.",
        ["outbox.after-remove"] = "In the transaction: the command that was answered has left the outbox.",
        ["claim.after-insert"] = "In the transaction: the outside call is claimed.",
        ["claim.after-release"] = "In the transaction: the claim of the outside call that was made is gone.",
        ["persist.before-commit"] = "All is written; the transaction is open.",
        ["persist.after-commit"] = "The transaction is durable; nobody has been told.",
        ["answer.before"] = "The citizen request is durable; its 202 has not been written.",
        ["answer.after"] = "The 202 has been written.",
        ["dispatch.before"] = "A command of the outbox is chosen; nothing has been sent.",
        ["dispatch.after"] = "The command has been written to the connector's stream; it is not answered.",
        ["mail.before-write"] = "A mail is composed; its file is not there.",
        ["mail.after-write"] = "The mail lies in its folder; the outbox does not know.",
        ["reply.before"] = "A command's answer has come; the exchange does not know of it.",
        ["reply.after"] = "The answer is durable and acted upon; the lane still counts the command as under way.",
        ["postpone.before"] = "A delivery failed; the outbox does not know.",
        ["postpone.after"] = "The failed delivery's next attempt is durable.",
        ["bury.before"] = "The last attempt of a command has failed; it is not among the dead letters.",
        ["bury.after"] = "The command is a dead letter, durably; nobody has been told.",
        ["event.before"] = "A connector's event has come; the exchange does not know of it.",
        ["event.after"] = "The event is durable; the connector has not been told and will send it again.",
        ["refusal.before"] = "A connector's event is refused; it is not among the dead letters.",
        ["refusal.after"] = "The refused event is a dead letter; the connector has not been told and will send it again.",
        ["timer.before"] = "A timer is due; nobody has been woken.",
        ["timer.after"] = "What waited for the clock has gone on, durably.",
        ["pause.before"] = "A burst was committed in its middle, durably; its rest has not been taken up.",
        ["effect.before-call"] = "An outside call is claimed, durably; it has not been made.",
        ["effect.after-call"] = "The outside call was made; its result is nowhere.",
        ["effect.after-result"] = "The result of the outside call is durable.",
        ["child-start.before"] = "A workflow that another one started is to begin; nothing of it is there but the order.",
        ["child-start.after"] = "The child has begun, durably; the lane still counts its order as under way.",
        ["child-end.before"] = "A child has ended, durably; its parent does not know.",
        ["child-end.after"] = "The parent has gone on, durably; the lane still counts the child's end as under way.",
        ["publish.before"] = "A definition may be published; nothing has changed.",
        ["publish.after"] = "The definition is published, durably; nobody has been told.",
    };
}
