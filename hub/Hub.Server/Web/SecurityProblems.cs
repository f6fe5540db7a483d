namespace Hub.Server.Web;

/// <summary>Why a caller is turned away.</summary>
public static class SecurityProblems
{
    public static Problem NotAuthenticated { get; } = new(
        401,
        "not-authenticated",
        new("Identification nécessaire", "Authentication needed"),
        new(
            "Aucune clé n'accompagne cette requête. Envoyez l'en-tête « Authorization: ApiKey VOTRE_CLÉ », ou ouvrez une session sur /sign-in.",
            "No key came with this request. Send the header \"Authorization: ApiKey YOUR_KEY\", or sign in at /sign-in."));

    /// <summary>One answer for unknown, expired and revoked alike: a guesser learns nothing.</summary>
    public static Problem CredentialsRefused { get; } = new(
        401,
        "credentials-refused",
        new("Clé ou session refusée", "Key or session refused"),
        new(
            "La clé, le jeton ou la session est inconnu, expiré ou révoqué. Vérifiez que la clé a été copiée en entier, ou demandez-en une nouvelle à votre administrateur (hub key create).",
            "The key, token or session is unknown, expired or revoked. Check that the key was copied whole, or ask your administrator for a new one (hub key create)."));

    public static Problem ForeignOrigin { get; } = new(
        403,
        "foreign-origin",
        new("Requête venue d'un autre site", "Request from another site"),
        new(
            "Une session de navigateur ne peut agir que depuis les pages du hub. Depuis un programme, utilisez une clé d'API.",
            "A browser session can only act from the hub's own pages. From a program, use an API key."));

    public static Problem TooManyFailures(TimeSpan wait) => new(
        429,
        "too-many-failures",
        new("Trop d'échecs d'identification", "Too many failed authentications"),
        new(
            "Trop de clés refusées sont venues de cette adresse. Corrigez la clé, puis réessayez après le délai de Retry-After.",
            "Too many refused keys came from this address. Correct the key, then try again after the time that Retry-After gives."))
    {
        RetryAfter = wait,
    };

    public static Problem MissingPermission(string permission)
    {
        var meaning = Permissions.Catalogue[permission];
        return new(
            403,
            "permission-missing",
            new("Droit insuffisant", "Permission missing"),
            new(
                $"Cette clé n'a pas le droit {permission} ({meaning.Fr}). Demandez à votre administrateur une clé dont le rôle le comprend.",
                $"This key does not have the permission {permission} ({meaning.En}). Ask your administrator for a key whose role includes it."));
    }

    /// <summary>A route without a rule is closed: this is our mistake, told without details.</summary>
    public static Problem Closed { get; } = new(
        403,
        "closed",
        new("Adresse fermée", "Closed address"),
        new("Cette adresse n'est ouverte à personne.", "This address is open to nobody."));

    public static Problem InvalidTenant { get; } = new(
        400,
        "invalid-tenant",
        new("Collectivité illisible", "Unreadable local authority"),
        new(
            "L'en-tête Hub-Tenant doit porter un numéro SIREN : neuf chiffres, dont le dernier est une clé de contrôle. Corrigez-le ou retirez-le.",
            "The header Hub-Tenant must hold a SIREN number: nine digits, the last of which is a check digit. Correct or remove it."));

    public static Problem ForeignTenant { get; } = new(
        403,
        "foreign-tenant",
        new("Autre collectivité", "Another local authority"),
        new(
            "Cette clé est liée à une collectivité et l'en-tête Hub-Tenant en nomme une autre. Retirez l'en-tête ou prenez une clé de cette collectivité.",
            "This key is bound to one local authority and the header Hub-Tenant names another. Remove the header or use a key of that authority."));
}
