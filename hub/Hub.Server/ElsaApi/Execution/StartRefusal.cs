namespace Hub.Server.ElsaApi.Execution;

/// <summary>What a start that the definition's activation strategy refuses is answered with, and one that is refused otherwise.</summary>
internal static class StartRefusal
{
    public const string CannotStartHeader = "x-elsa-workflow-cannot-start";

    /// <summary>The problem's code by which the first is known.</summary>
    public const string CannotStart = "cannot-start";

    public static IResult Of(HttpContext context, Problem problem)
    {
        if (problem.Code == CannotStart)
        {
            context.Response.Headers[CannotStartHeader] = "True";
            return Results.Ok();
        }

        return ElsaErrors.Of(context, problem.Status, [problem.Detail]);
    }
}
