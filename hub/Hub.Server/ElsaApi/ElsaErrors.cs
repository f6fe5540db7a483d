using Hub.Server.Web;

namespace Hub.Server.ElsaApi;

/// <summary>Elsa's form of a validation error, which its Studio shows line by line.</summary>
internal static class ElsaErrors
{
    public static IResult Validation(HttpContext context, IEnumerable<LocalizedText> errors) => Of(context, StatusCodes.Status400BadRequest, errors);

    public static IResult Of(HttpContext context, int status, IEnumerable<LocalizedText> errors)
    {
        var culture = RequestLanguage.Of(context.Request);
        return Results.Json(
            new { statusCode = status, message = "One or more errors occurred!", errors = new { generalErrors = errors.Select(error => error.For(culture)) } },
            statusCode: status);
    }
}
