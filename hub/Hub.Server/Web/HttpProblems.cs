
namespace Hub.Server.Web;

/// <summary>What goes wrong before or around a feature: routes, bodies, a store that cannot write, our own mistakes.</summary>
public static class HttpProblems
{
    public static Problem NotFound { get; } = new(
        404,
        "not-found",
        new("Rien à cette adresse", "Nothing at this address"),
        new(
            "Cette adresse n'existe pas, ou ce qu'elle désigne n'existe pas pour votre collectivité. Vérifiez l'adresse et l'identifiant ; les adresses sont décrites dans /openapi/v1.json.",
            "This address does not exist, or what it names does not exist for your local authority. Check the address and the identifier; the addresses are described in /openapi/v1.json."));

    public static Problem MethodNotAllowed { get; } = new(
        405,
        "method-not-allowed",
        new("Méthode non acceptée", "Method not allowed"),
        new(
            "Cette adresse existe mais pas pour cette méthode HTTP. L'en-tête Allow de la réponse dit lesquelles conviennent.",
            "This address exists, but not for this HTTP method. The response's Allow header says which ones fit."));

    public static Problem TooLarge { get; } = new(
        413,
        "too-large",
        new("Contenu trop volumineux", "Content too large"),
        new(
            "Le contenu dépasse la taille acceptée à cette adresse (1 Mio pour une demande). Déposez les fichiers par POST /api/documents et mettez leur reçu dans la demande.",
            "The content is larger than this address takes (1 MiB for a request). Store files with POST /api/documents and put their claim check into the request."));

    public static Problem UnsupportedMediaType { get; } = new(
        415,
        "unsupported-media-type",
        new("Type de contenu non accepté", "Content type not accepted"),
        new(
            "Le type de contenu annoncé n'est pas accepté ici. Envoyez du JSON avec l'en-tête Content-Type: application/json.",
            "The announced content type is not accepted here. Send JSON with the header Content-Type: application/json."));

    public static Problem BadRequest { get; } = new(
        400,
        "bad-request",
        new("Requête illisible", "Unreadable request"),
        new(
            "La requête n'a pas pu être lue : un paramètre, un en-tête ou le corps n'a pas la forme attendue. Comparez-la avec /openapi/v1.json.",
            "The request could not be read: a parameter, a header or the body does not have the expected form. Compare it with /openapi/v1.json."));

    public static Problem RequestTimeout { get; } = new(
        408,
        "request-timeout",
        new("Requête trop lente", "Request too slow"),
        new("Le corps de la requête est arrivé trop lentement. Renvoyez-la.", "The request's body came too slowly. Send it again."));

    public static Problem Unexpected { get; } = new(
        500,
        "unexpected",
        new("Erreur inattendue du hub", "Unexpected error of the hub"),
        new(
            "Le hub s'est trompé ; rien de votre requête n'a été gardé à moitié. Renvoyez-la avec la même Idempotency-Key ; si l'erreur persiste, donnez le traceId à l'exploitant.",
            "The hub made a mistake; nothing of your request was kept by half. Send it again with the same Idempotency-Key; if the error stays, give the traceId to the operator."));

    /// <summary>The memory that the hub may use is taken.</summary>
    public static Problem OutOfMemory { get; } = new(
        503,
        "out-of-memory",
        new("Le hub manque de mémoire en ce moment", "The hub is short of memory now"),
        new(
            "Trop de contenus volumineux sont traités en même temps. Renvoyez la requête avec la même Idempotency-Key après le délai indiqué par Retry-After.",
            "Too many large contents are being handled at the same time. Send the request again with the same Idempotency-Key after the time that Retry-After gives."))
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    /// <summary>The store cannot make anything durable now.</summary>
    public static Problem StoreUnavailable(StoreTrouble trouble) => trouble == StoreTrouble.Full
        ? new(
            507,
            "store-full",
            new("Plus de place sur le disque du hub", "The hub's disk is full"),
            new(
                "Rien n'a été gardé. Dès que l'exploitant aura libéré de la place, renvoyez la requête avec la même Idempotency-Key.",
                "Nothing was kept. Once the operator has made room, send the request again with the same Idempotency-Key."))
        {
            RetryAfter = TimeSpan.FromSeconds(60),
        }
        : new(
            503,
            "store-unavailable",
            new("Le hub ne peut pas enregistrer en ce moment", "The hub cannot store anything now"),
            new(
                "Rien n'a été gardé. Renvoyez la requête avec la même Idempotency-Key après le délai indiqué par Retry-After.",
                "Nothing was kept. Send the request again with the same Idempotency-Key after the time that Retry-After gives."))
        {
            RetryAfter = TimeSpan.FromSeconds(trouble == StoreTrouble.Overloaded ? 1 : 10),
        };

    /// <summary>The problem that fits a bare status.</summary>
    public static Problem ForStatus(int status) => status switch
    {
        400 => BadRequest,
        404 => NotFound,
        405 => MethodNotAllowed,
        408 => RequestTimeout,
        413 => TooLarge,
        415 => UnsupportedMediaType,
        >= 500 => Unexpected with { Status = status },
        _ => BadRequest with { Status = status },
    };
}
