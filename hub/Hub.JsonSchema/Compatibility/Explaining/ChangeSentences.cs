using System.Globalization;
using System.Numerics;
using Hub.JsonSchema.Compatibility.Terms;
using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Compatibility.Explaining;

/// <summary>What a change means, in words. Quotes names, limits and listed values of the schemas; there is no document to quote from.</summary>
internal static class ChangeSentences
{
    private const int MostListed = 8;

    public static BilingualText Of(Direction direction, Demand demand, bool proved)
    {
        var what = What(demand);
        var backward = direction == Direction.Backward;
        var (fr, en) = (backward, proved) switch
        {
            (true, true) => (
                "ainsi le veut la nouvelle version, qui refuse donc des documents que l'ancienne accepte (voir l'exemple). Revenez sur ce point, ou publiez une version majeure.",
                "so says the newer version, and thus refuses documents that the older one accepts (see the witness). Take it back, or publish a major version."),
            (true, false) => (
                "il n'a pas pu être établi que la nouvelle version accepte ici tout ce que l'ancienne accepte. Simplifiez ce mot-clé, ou publiez une version majeure.",
                "it could not be settled whether the newer version accepts here all that the older one accepts. Simplify this keyword, or publish a major version."),
            (false, true) => (
                "ainsi le veut l'ancienne version, qui refuse donc des documents que la nouvelle accepte (voir l'exemple). Faites passer les lecteurs à la nouvelle version avant que de tels documents circulent.",
                "so says the older version, and thus refuses documents that the newer one accepts (see the witness). Move the readers to the newer version before such documents travel."),
            _ => (
                "il n'a pas pu être établi que l'ancienne version accepte ici tout ce que la nouvelle accepte. Faites passer les lecteurs à la nouvelle version d'abord.",
                "it could not be settled whether the older version accepts here all that the newer one accepts. Move the readers to the newer version first."),
        };
        return new BilingualText($"{Capital(what.Fr)} : {fr}", $"{Capital(what.En)}: {en}");
    }

    private static BilingualText What(Demand demand) => demand switch
    {
        RequiredDemand required => new($"le membre « {required.Name} » est obligatoire", $"the member “{required.Name}” is required"),
        TypesDemand types => new($"le type est limité à {Names(types.Allowed)}", $"the type is limited to {Names(types.Allowed)}"),
        ValuesDemand values => new($"seules les valeurs {List(values.Values)} sont admises", $"only the values {List(values.Values)} are allowed"),
        BoundDemand bound => new($"« {bound.Keyword} » vaut {bound.Limit}", $"“{bound.Keyword}” is {bound.Limit}"),
        CountDemand count => new($"« {count.Keyword} » vaut {Number(count.Limit)}", $"“{count.Keyword}” is {Number(count.Limit)}"),
        DivisorDemand divisor => new($"le nombre doit être un multiple de {divisor.Divisor}", $"the number must be a multiple of {divisor.Divisor}"),
        TextDemand text => new($"le texte doit correspondre à {text.Language.Source}", $"the text must match {text.Language.Source}"),
        FormatDemand format => new($"le texte doit être du format « {format.Name} »", $"the text must have the format “{format.Name}”"),
        UniqueDemand => new("les éléments doivent être tous différents", "the items must all differ"),
        MembersDemand { Names.IsRest: true, Term.AcceptsNothing: true } => new("les membres non prévus sont refusés", "members that are not listed are refused"),
        MembersDemand { Names.Name: { } name, Term.AcceptsNothing: true } => new($"le membre « {name} » est refusé", $"the member “{name}” is refused"),
        MembersDemand { Names.Name: { } name } => new($"le membre « {name} » doit suivre son schéma", $"the member “{name}” must follow its schema"),
        ItemsDemand { Term.AcceptsNothing: true } items => new($"aucun élément n'est admis à partir de la position {Number(items.From)}", $"no item is allowed from position {Number(items.From)} on"),
        ContainsDemand contains => new(
            $"la liste doit contenir {Number(contains.Least)} à {Number(contains.Most)} éléments d'une certaine sorte", $"the list must contain {Number(contains.Least)} to {Number(contains.Most)} items of a certain kind"),
        NeverDemand => new("aucune valeur n'est admise ici", "no value is allowed here"),
        _ => new($"« {demand.Keyword} » pose une condition", $"“{demand.Keyword}” sets a condition"),
    };

    private static string Names(JsonTypes types) =>
        string.Join(", ", Enum.GetValues<JsonTypes>().Where(type => BitOperations.PopCount((uint)type) == 1 && types.HasFlag(type)).Select(Name));

    private static string Name(JsonTypes type) => type switch
    {
        JsonTypes.Null => "null",
        JsonTypes.Boolean => "boolean",
        JsonTypes.Integer => "integer",
        JsonTypes.Number => "number",
        JsonTypes.String => "string",
        JsonTypes.Array => "array",
        _ => "object",
    };

    private static string List(IReadOnlyList<string> values) => string.Join(", ", values.Take(MostListed)) + (values.Count > MostListed ? ", …" : "");

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "∞";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
