namespace Hub.Server.ElsaApi.Execution;

/// <summary>What a start that the definition's activation strategy refuses is answered with, and one that is refused otherwise.</summary>
internal static class StartRefusal
{
    public const string CannotStartHeader = "x-elsa-workflow-cannot-start";

    public static IResult Of(HttpContext context, Problem problem)
    {
        if (problem.Code == "cannot-start")
        {
            context.Response.Headers[CannotStartHeader] = "True";
            return Results.Ok();
        }

        return ElsaErrors.Of(context, problem.Status, [problem.Detail]);
    }
}
