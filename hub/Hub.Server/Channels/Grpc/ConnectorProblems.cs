namespace Hub.Server.Channels.Grpc;

/// <summary>What makes a message unacceptable before its payload is looked at.</summary>
internal static class ConnectorProblems
{
    public static Problem EventId { get; } = Invalid(
        "/id",
        new("Un identifiant de 1 à 200 caractères, propre à l'événement, était attendu.", "An identifier of 1 to 200 characters, the event's own, was expected."));

    public static Problem EventTenant { get; } = Invalid(
        "/context/tenant",
        new("La collectivité de la clé, ou aucune, était attendue.", "The key's own local authority, or none, was expected."));

    public static Problem EventType { get; } = Invalid(
        "/type",
        new("Un événement déclaré dans le manifeste du connecteur était attendu.", "An event that the connector's manifest declares was expected."));

    public static Problem RequestKey { get; } = new(
        422,
        "invalid-idempotency-key",
        new("Clé d'idempotence inacceptable", "Unacceptable idempotency key"),
        new("De 0 à 200 caractères ASCII visibles étaient attendus dans idempotency_key.", "0 to 200 visible ASCII characters were expected in idempotency_key."));

    public static Problem RequestChannel { get; } = new(
        422,
        "invalid-channel",
        new("Canal inconnu", "Unknown channel"),
        new("Un canal ouvert pour cette démarche était attendu dans channel : web, counter, phone, mail ou email.", "A channel that is open for this procedure was expected in channel: web, counter, phone, mail or email."));

    private static Problem Invalid(string pointer, LocalizedText what) => new(
        422,
        "invalid-event",
        new("Événement inacceptable", "Unacceptable event"),
        new($"{what.Fr} Corrigez le connecteur puis renvoyez l'événement.", $"{what.En} Correct the connector and send the event again."))
    {
        Errors = [new PayloadError(pointer, "", what)],
    };
}
