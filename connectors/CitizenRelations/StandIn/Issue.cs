namespace Hub.Connectors.CitizenRelations.StandIn;

/// <summary>How a change ended: done, with the case as it is now, or refused with the reason.</summary>
internal sealed record Issue(Demande? Demande, Erreur? Refus)
{
    public static Issue CleReutilisee { get; } = new(null, new Erreur(
        StatusCodes.Status409Conflict, "CLE_REUTILISEE", "Cette clé d'idempotence a déjà servi pour une autre demande. Envoyez une nouvelle clé."));

    public static Issue Inconnue { get; } = new(null, new Erreur(
        StatusCodes.Status404NotFound, "DEMANDE_INCONNUE", "Aucune demande ne porte cet identifiant."));

    public static Issue Fait(Demande demande) => new(demande, null);

    public static Issue ReferencePrise(string id) => new(null, new Erreur(
        StatusCodes.Status409Conflict, "REFERENCE_DEJA_UTILISEE", $"La demande {id} porte déjà cette référence externe."));

    public static Issue TransitionInterdite(string present) => new(null, new Erreur(
        StatusCodes.Status409Conflict, "TRANSITION_INTERDITE", $"Une demande au statut {present} ne peut pas recevoir cette modification."));
}
