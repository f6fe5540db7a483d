using System.Text.Json;

namespace Hub.Connectors.CitizenRelations.Grc;

// The application's own words, on the wire and nowhere else.

internal sealed record GrcAdresse(string? Voie, string? Complement, string? CodePostal, string? Commune, string? CodeInsee);

internal sealed record GrcPersonne(
    string? NomNaissance,
    string? NomUsage,
    IReadOnlyList<string>? Prenoms,
    string? DateNaissance,
    string? Sexe,
    string? LieuNaissance,
    string? PaysNaissance,
    string? Courriel,
    string? Telephone,
    GrcAdresse? Adresse);

internal sealed record GrcPiece(string? Nom, string? Type, string? Lien, string? Empreinte, long? Taille);

internal sealed record GrcPaiement(string? Reference, long? MontantCentimes, string? Statut, DateTimeOffset? Date);

internal sealed record GrcNouvelleDemande(
    string ReferenceExterne,
    string Collectivite,
    string TypeDemande,
    string Canal,
    string? Objet,
    GrcPersonne Usager,
    IReadOnlyList<GrcPersonne>? Enfants,
    IReadOnlyList<GrcPiece>? Pieces,
    JsonElement? Donnees);

internal sealed record GrcModification(
    string? Statut, string? Motif, string? Commentaire, IReadOnlyList<GrcPiece>? Pieces, GrcPaiement? Paiement, JsonElement? Donnees);

internal sealed record GrcDemande(
    string Id, string ReferenceExterne, string TypeDemande, string Statut, DateTimeOffset CreeLe, DateTimeOffset MisAJourLe, string? Motif = null);

internal sealed record GrcListe(IReadOnlyList<GrcDemande> Demandes);

internal sealed record GrcCandidat(string Id, string ReferenceExterne, string TypeDemande, string Statut, DateTimeOffset CreeLe, int Score);

internal sealed record GrcCandidats(IReadOnlyList<GrcCandidat> Candidats);

internal sealed record GrcErreur(GrcErreurDetail? Erreur = null);

internal sealed record GrcErreurDetail(string? Code = null, IReadOnlyList<GrcChamp>? Champs = null);

internal sealed record GrcChamp(string? Nom = null, string? Probleme = null);
