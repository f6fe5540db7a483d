namespace Hub.Connectors.CitizenRelations.Cases;

/// <summary>
/// Why something was not done: a code of the manifest, a sentence in French and English without personal data,
/// whether asking again can help and when, and whether the effect may have taken place.
/// </summary>
internal sealed record CaseFailure(string Code, string Message, bool Retryable = false, TimeSpan? RetryAfter = null, bool OutcomeUnknown = false)
{
    public static CaseFailure Invalid(string french, string english) => new("invalid", $"{french} / {english}");

    public static CaseFailure Unavailable(string reason, TimeSpan? retryAfter = null, bool outcomeUnknown = false) => new(
        "unavailable",
        $"La GRC ne répond pas correctement ({reason}) ; la demande peut être renvoyée. / The citizen relations application does not answer properly ({reason}); this can be sent again.",
        Retryable: true,
        retryAfter,
        outcomeUnknown);

    public static CaseFailure Late(TimeSpan timeout) => new(
        "timeout",
        $"La GRC n'a pas répondu en {timeout.TotalSeconds:0.#} s. / The citizen relations application did not answer within {timeout.TotalSeconds:0.#} s.",
        Retryable: true,
        OutcomeUnknown: true);
}
