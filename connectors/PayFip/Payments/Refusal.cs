namespace Hub.Connectors.PayFip.Payments;

/// <summary>Why something was not done: a code of the manifest, a sentence in French and English, and whether asking again can help.</summary>
internal sealed record Refusal(string Code, string Message, bool Retryable = false, TimeSpan? RetryAfter = null)
{
    public static Refusal Invalid(string french, string english) => new("invalid", $"{french} / {english}");

    public static Refusal Unknown { get; } = new(
        "unknownPayment", "Ce paiement n'est pas connu du connecteur. Demandez-le d'abord par requestPayment. / This payment is not known to the connector. Request it first with requestPayment.");
}
