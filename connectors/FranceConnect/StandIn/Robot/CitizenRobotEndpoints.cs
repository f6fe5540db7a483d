namespace Hub.Connectors.FranceConnect.StandIn.Robot;

/// <summary>The citizens' phone number, so to speak: <c>POST /citizen/links {"url", "loginHint"?}</c>.</summary>
internal static class CitizenRobotEndpoints
{
    public static void MapCitizenRobot(this IEndpointRouteBuilder routes) => routes.MapPost("/citizen/links", (CitizenLink link, CitizenRobot robot) =>
    {
        if (!Uri.TryCreate(link.Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            return Results.BadRequest(new { error = "url must be an absolute http or https address." });
        }

        robot.Receive(url.AbsoluteUri, link.LoginHint);
        return Results.Accepted();
    });

    /// <param name="Url">The sign-in link.</param>
    /// <param name="LoginHint">Who receives it. Absent: whom the link's <c>login_hint</c> names, otherwise <c>citoyen-0</c>.</param>
    private sealed record CitizenLink(string Url, string? LoginHint = null);
}
