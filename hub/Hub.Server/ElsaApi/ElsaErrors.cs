using Hub.Server.Web;

namespace Hub.Server.ElsaApi;

/// <summary>Elsa's form of a validation error, which its Studio shows line by line.</summary>
/// <remarks>A browser says its reader's language. A program that says none may look for Elsa's English words: it is told both, French first.</remarks>
internal static class ElsaErrors
{
    public static IResult Validation(HttpContext context, IEnumerable<LocalizedText> errors) => Of(context, StatusCodes.Status400BadRequest, errors);

    public static IResult Of(HttpContext context, int status, IEnumerable<LocalizedText> errors)
    {
        var wish = RequestLanguage.WishOf(context.Request);
        return Results.Json(
            new { statusCode = status, message = "One or more errors occurred!", errors = new { generalErrors = errors.Select(error => wish is null ? InBoth(error) : error.For(wish)) } },
            statusCode: status);
    }

    private static string InBoth(LocalizedText text) => text.Fr == text.En ? text.Fr : $"{text.Fr} / {text.En}";
}
