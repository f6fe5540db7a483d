using System.Globalization;
using System.Text;

namespace Hub.Connectors.CitizenRelations.StandIn;

/// <summary>Finds the cases of the same person for the same thing. Names are compared without case, accents or punctuation.</summary>
internal static class Doublons
{
    /// <summary>A case that may be the same, with how sure that is (0 to 100).</summary>
    internal sealed record Candidat(string Id, string ReferenceExterne, string TypeDemande, string Statut, DateTimeOffset CreeLe, int Score);

    /// <summary>Who is looked for; what is null is not compared.</summary>
    internal sealed record Critere(string? NomNaissance, string? Prenom, string? DateNaissance, string? EnfantNom, string? EnfantPrenom, string? EnfantDateNaissance, string? TypeDemande);

    private const int NameScore = 30;
    private const int BirthDateScore = 40;
    private const int Enough = 70;

    public static IReadOnlyList<Candidat> Chercher(IEnumerable<Demande> demandes, Critere critere) =>
    [
        .. demandes
            .Where(demande => !Statuts.IsClosed(demande.Statut))
            .Where(demande => critere.TypeDemande is null || demande.TypeDemande == critere.TypeDemande)
            .Select(demande => new Candidat(demande.Id, demande.ReferenceExterne, demande.TypeDemande, demande.Statut, demande.CreeLe, Note(demande, critere)))
            .Where(candidat => candidat.Score >= Enough)
            .OrderByDescending(candidat => candidat.Score)
            .ThenBy(candidat => candidat.CreeLe)
            .Take(20),
    ];

    // The child decides where one is named: two parents may each ask for the same child.
    private static int Note(Demande demande, Critere critere) => critere.EnfantNom is not null || critere.EnfantPrenom is not null
        ? demande.Enfants.Select(enfant => Note(enfant, critere.EnfantNom, critere.EnfantPrenom, critere.EnfantDateNaissance)).DefaultIfEmpty().Max()
        : Note(demande.Usager, critere.NomNaissance, critere.Prenom, critere.DateNaissance);

    private static int Note(Personne personne, string? nom, string? prenom, string? naissance) =>
        (Same(personne.NomNaissance, nom) ? NameScore : 0)
        + (Same(personne.Prenoms is [var first, ..] ? first : null, prenom) ? NameScore : 0)
        + (personne.DateNaissance is not null && personne.DateNaissance == naissance ? BirthDateScore : 0);

    private static bool Same(string? one, string? other) => one is not null && other is not null && Plain(one) == Plain(other);

    private static string Plain(string name)
    {
        var letters = name.Normalize(NormalizationForm.FormD)
            .Where(character => char.IsLetter(character) && CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark);
        return string.Concat(letters).ToUpperInvariant();
    }
}
