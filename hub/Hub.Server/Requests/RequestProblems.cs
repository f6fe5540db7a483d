namespace Hub.Server.Requests;

/// <summary>What is refused before a request reaches the exchange.</summary>
internal static class RequestProblems
{
    public static Problem MediaType { get; } = new(
        415,
        "unsupported-media-type",
        new("Type de contenu non pris en charge", "Unsupported media type"),
        new(
            "application/json, ou un CloudEvent (en-têtes ce-* ou application/cloudevents+json), était attendu. Indiquez-le dans Content-Type.",
            "application/json, or a CloudEvent (ce-* headers or application/cloudevents+json), was expected. Say so in Content-Type."));

    public static Problem CloudEvent { get; } = new(
        400,
        "invalid-cloudevent",
        new("CloudEvent incomplet", "Incomplete CloudEvent"),
        new(
            "Un CloudEvent 1.0 structuré porte specversion \"1.0\", id, source, type et data (ou data_base64). Complétez-le puis renvoyez-le.",
            "A structured CloudEvent 1.0 carries specversion \"1.0\", id, source, type and data (or data_base64). Complete it and send it again."));

    public static Problem Channel { get; } = new(
        400,
        "unknown-channel",
        new("Canal inconnu", "Unknown channel"),
        new(
            "Hub-Channel vaut web, counter, phone, mail ou email. Corrigez l'en-tête ou retirez-le (web par défaut).",
            "Hub-Channel is web, counter, phone, mail or email. Correct the header or leave it out (web by default)."));

    public static Problem ChannelNotOffered { get; } = new(
        422,
        "channel-not-offered",
        new("Canal non proposé", "Channel not offered"),
        new(
            "Cette démarche ne prend pas de demande par ce canal. GET /api/procedures/{procedure} donne les canaux proposés.",
            "This procedure takes no request from this channel. GET /api/procedures/{procedure} lists the channels on offer."));

    public static Problem IdempotencyKey { get; } = new(
        400,
        "invalid-idempotency-key",
        new("Clé d'idempotence invalide", "Invalid idempotency key"),
        new(
            "Idempotency-Key porte 1 à 200 caractères ASCII visibles.",
            "Idempotency-Key holds 1 to 200 visible ASCII characters."));
}
