using Hub.Server.Workflows;
using Hub.Workflows.Definitions;

namespace Hub.Server.ElsaApi;

/// <summary>Where what Elsa's API refuses becomes an answer, once for all its routes.</summary>
internal sealed class ElsaEdge : IEndpointFilter
{
    private static readonly LocalizedText Changed = new(
        "La définition a changé depuis que vous l'avez lue (If-Match). Relisez-la et refaites la modification.",
        "The definition has changed since you read it (If-Match). Read it again and repeat the change.");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (DefinitionException error)
        {
            var place = error.Place.Length == 0 ? "/" : error.Place;
            return ElsaErrors.Validation(context.HttpContext, [new($"{error.Text.French} ({place})", $"{error.Text.English} ({place})")]);
        }
        catch (DefinitionChangedException)
        {
            return ElsaErrors.Of(context.HttpContext, StatusCodes.Status412PreconditionFailed, [Changed]);
        }
    }
}
