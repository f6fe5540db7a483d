namespace Hub.Server.Channels.Grpc;

/// <summary>What makes a connector's event unacceptable before its payload is looked at.</summary>
internal static class ConnectorProblems
{
    public static Problem EventId { get; } = Invalid(
        "/id",
        new("Un identifiant de 1 à 200 caractères, propre à l'événement, était attendu.", "An identifier of 1 to 200 characters, the event's own, was expected."));

    public static Problem EventTenant { get; } = Invalid(
        "/context/tenant",
        new("La collectivité de la clé, ou aucune, était attendue.", "The key's own local authority, or none, was expected."));

    private static Problem Invalid(string pointer, LocalizedText what) => new(
        422,
        "invalid-event",
        new("Événement inacceptable", "Unacceptable event"),
        new($"{what.Fr} Corrigez le connecteur puis renvoyez l'événement.", $"{what.En} Correct the connector and send the event again."))
    {
        Errors = [new PayloadError(pointer, "", what)],
    };
}
