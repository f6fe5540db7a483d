namespace Hub.Connectors.CitizenRelations.StandIn;

/// <summary>An error of this API, in its own shape: <c>{"erreur":{"code","message","champs":[{"nom","probleme"}]}}</c>.</summary>
internal sealed class Erreur(int status, string code, string message, params IReadOnlyList<Champ> champs) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        return httpContext.Response.WriteAsJsonAsync(new { erreur = new { code, message, champs } }, httpContext.RequestAborted);
    }
}

/// <summary>A field that is wrong and why; never its value.</summary>
internal sealed record Champ(string Nom, string Probleme);
