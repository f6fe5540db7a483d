using System.Text.Json;

namespace Hub.Connectors.CitizenRelations.StandIn;

/// <summary>A person as the business application knows them. Dates are <c>AAAA-MM-JJ</c>, with 00 where the day or month is unknown.</summary>
internal sealed record Personne(
    string? NomNaissance,
    string? NomUsage,
    IReadOnlyList<string>? Prenoms,
    string? DateNaissance,
    string? Sexe,
    string? LieuNaissance,
    string? PaysNaissance,
    string? Courriel,
    string? Telephone,
    Adresse? Adresse);

internal sealed record Adresse(string? Voie, string? Complement, string? CodePostal, string? Commune, string? CodeInsee);

/// <summary>A supporting document, by reference.</summary>
internal sealed record Piece(string? Nom, string? Type, string? Lien, string? Empreinte, long? Taille);

/// <summary>What is known of the payment; the amount is in cents.</summary>
internal sealed record Paiement(string? Reference, long? MontantCentimes, string? Statut, DateTimeOffset? Date);

/// <summary>One entry of the case's history.</summary>
internal sealed record Etape(DateTimeOffset Le, string Statut, string? Commentaire);

/// <summary>The body of <c>POST /api/v1/demandes</c>.</summary>
internal sealed record NouvelleDemande(
    string? ReferenceExterne,
    string? Collectivite,
    string? TypeDemande,
    string? Canal,
    string? Objet,
    Personne? Usager,
    IReadOnlyList<Personne>? Enfants,
    IReadOnlyList<Piece>? Pieces,
    JsonElement? Donnees);

/// <summary>The body of <c>PATCH /api/v1/demandes/{id}</c>; what is absent stays. Documents are added to those already there.</summary>
internal sealed record Modification(string? Statut, string? Motif, string? Commentaire, IReadOnlyList<Piece>? Pieces, Paiement? Paiement, JsonElement? Donnees);

/// <summary>A case file as this application keeps and shows it.</summary>
internal sealed record Demande(
    string Id,
    string ReferenceExterne,
    string Collectivite,
    string TypeDemande,
    string Canal,
    string? Objet,
    Personne Usager,
    IReadOnlyList<Personne> Enfants,
    IReadOnlyList<Piece> Pieces,
    Paiement? Paiement,
    JsonElement? Donnees,
    string Statut,
    string? Motif,
    DateTimeOffset CreeLe,
    DateTimeOffset MisAJourLe,
    IReadOnlyList<Etape> Historique);
