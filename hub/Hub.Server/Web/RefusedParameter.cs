using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;

namespace Hub.Server.Web;

/// <summary>Which parameter of a route could not be read, and what it should be: the platform itself answers 400 without a word.</summary>
internal static class RefusedParameter
{
    private static readonly Dictionary<Type, (Func<string, bool> Reads, LocalizedText Form)> Forms = new()
    {
        [typeof(DateOnly)] = (text => DateOnly.TryParse(text, CultureInfo.InvariantCulture, out _), new("une date, comme 2026-12-31", "a date, such as 2026-12-31")),
        [typeof(DateTimeOffset)] = (text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _), new("un instant, comme 2026-12-31T08:00:00Z", "a moment, such as 2026-12-31T08:00:00Z")),
        [typeof(int)] = (text => int.TryParse(text, CultureInfo.InvariantCulture, out _), new("un nombre entier", "a whole number")),
        [typeof(long)] = (text => long.TryParse(text, CultureInfo.InvariantCulture, out _), new("un nombre entier", "a whole number")),
        [typeof(bool)] = (text => bool.TryParse(text, out _), new("true ou false", "true or false")),
    };

    /// <summary>The problem that names it; null where all can be read.</summary>
    public static Problem? Find(HttpContext context)
    {
        foreach (var parameter in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            var type = parameter.ParameterInfo.ParameterType;
            if (Forms.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out var known)
                && (context.GetRouteValue(parameter.Name) as string ?? context.Request.Query[parameter.Name].ToString()) is { Length: > 0 } given
                && !known.Reads(given))
            {
                return HttpProblems.BadRequest with
                {
                    Detail = new(
                        $"Le paramètre {parameter.Name} n'a pas la forme attendue : il y faut {known.Form.Fr}. Corrigez-le ; les paramètres sont décrits dans /openapi/v1.json.",
                        $"The parameter {parameter.Name} does not have the expected form: {known.Form.En} was expected. Correct it; the parameters are described in /openapi/v1.json."),
                };
            }
        }

        return null;
    }
}
