using Hub.Connectors.FranceConnect.SignIns;

namespace Hub.Connectors.FranceConnect.Web;

/// <summary>A title and a text in the two languages.</summary>
internal sealed record PageText(string TitleFr, string TextFr, string TitleEn, string TextEn);

/// <summary>Everything that the connector's pages say to citizens.</summary>
internal static class PageTexts
{
    public static readonly PageText Proved = new(
        "Vous êtes identifié(e)",
        "Votre identité a été transmise au service qui l’a demandée. Vous pouvez fermer cette page.",
        "You are signed in",
        "Your identity was given to the service that asked for it. You may close this page.");

    public static readonly PageText Result = new(
        "Vous êtes identifié(e)",
        "Donnez ce code au service qui vous l’a demandé. Il sert une seule fois et n’est valable que peu de temps.",
        "You are signed in",
        "Give this code to the service that asked for it. It works once and not for long.");

    public static readonly PageText Gone = new(
        "Ce lien n’est plus valable",
        "Il est trop ancien, ou incomplet. Demandez-en un nouveau au service qui vous l’a envoyé.",
        "This link is no longer valid",
        "It is too old, or not complete. Ask the service that sent it for a new one.");

    public static readonly PageText AlreadyEnded = new(
        "C’est déjà fait",
        "Cette demande d’identification est terminée. Vous pouvez fermer cette page.",
        "Already done",
        "This sign-in has ended. You may close this page.");

    public static readonly PageText NotOurs = new(
        "Nous n’avons pas pu vérifier d’où vous venez",
        "La page a peut-être été ouverte deux fois, ou dans un autre navigateur. Recommencez depuis le lien que vous avez reçu.",
        "We could not check where you come from",
        "The page may have been opened twice, or in another browser. Start again from the link you received.");

    public static readonly PageText TryAgain = new(
        "FranceConnect ne répond pas pour le moment",
        "Rien n’est perdu : réessayez dans quelques instants avec le même lien.",
        "FranceConnect does not answer at the moment",
        "Nothing is lost: try again in a moment with the same link.");

    public static readonly PageText TooMany = new(
        "Beaucoup de personnes se connectent en ce moment",
        "Réessayez dans quelques minutes.",
        "Many people are signing in at the moment",
        "Try again in a few minutes.");

    public static readonly PageText SignedOut = new(
        "Vous êtes déconnecté(e) de FranceConnect",
        "Vous pouvez fermer cette page.",
        "You are signed out of FranceConnect",
        "You may close this page.");

    public static PageText Refused(string? reason) => reason switch
    {
        RefusalReason.Citizen => new(
            "Vous avez choisi de ne pas vous identifier",
            "Le service en est informé. Vous pouvez vous adresser au guichet de votre mairie.",
            "You chose not to sign in",
            "The service has been told. You may turn to your town hall’s counter."),
        RefusalReason.AssuranceTooLow => new(
            "Un compte plus sûr est nécessaire",
            "Cette démarche demande un niveau de garantie plus élevé. Recommencez la démarche avec un autre compte, ou adressez-vous au guichet.",
            "A safer account is needed",
            "This procedure asks for a higher level of assurance. Start it again with another account, or turn to the counter."),
        _ => new(
            "Votre identité n’a pas pu être vérifiée",
            "Le service en est informé. Recommencez la démarche plus tard, ou adressez-vous au guichet.",
            "Your identity could not be verified",
            "The service has been told. Start the procedure again later, or turn to the counter."),
    };

    public static PageText BadRequest(string fr, string en) => new("Lien incorrect", fr, "Incorrect link", en);
}
