using System.Net;
using System.Text;
using Hub.Connectors.FranceConnect.StandIn.Behaviour;
using Hub.Connectors.FranceConnect.StandIn.Citizens;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Connectors.FranceConnect.StandIn.Provider;

/// <summary>The page where a human chooses which test citizen to be, and agrees or refuses.</summary>
internal static class InteractionEndpoint
{
    private const int Listed = 36;

    public static void MapInteraction(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/interaction/{id}", (string id, Grants grants, CitizenRegister citizens) =>
            grants.Asked(id) is { } asked ? Page(id, asked, citizens) : Gone());
        routes.MapPost("/interaction/{id}", DecideAsync).DisableAntiforgery();
    }

    private static async Task<IResult> DecideAsync(string id, HttpContext http, Grants grants, CitizenRegister citizens, BehaviourBook book)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var citizen = citizens.Find(form["citizen"]);
        if (citizen is null && form["decision"] != "refuse")
        {
            return Results.Text("citizen must be citoyen-N.", "text/plain; charset=utf-8", statusCode: 400);
        }

        if (grants.Close(id) is not { } asked)
        {
            return Gone();
        }

        var rule = book.For(citizen?.LoginHint ?? asked.LoginHint);
        var state = rule.Misbehave == Misbehaviour.WrongState ? new string('x', asked.State.Length) : asked.State;
        var answer = form["decision"] == "refuse"
            ? new Dictionary<string, string?> { ["error"] = "access_denied", ["error_description"] = "User auth aborted", ["state"] = state }
            : new Dictionary<string, string?> { ["code"] = grants.IssueCode(asked with { Citizen = citizen }), ["state"] = state };
        return Results.Redirect(QueryHelpers.AddQueryString(asked.RedirectUri, answer));
    }

    private static IResult Page(string id, Grant asked, CitizenRegister citizens)
    {
        var shown = Enumerable.Range(0, Listed).Select(citizens.Get);
        if (citizens.Find(asked.LoginHint) is { Number: >= Listed } hinted)
        {
            shown = shown.Prepend(hinted);
        }

        var page = new StringBuilder($$"""
            <!doctype html>
            <html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>FranceConnect – bac à sable / sandbox</title>
            <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}label{display:block;padding:.25rem 0}button{font:inherit;padding:.5rem 1rem;margin:1rem 1rem 0 0}</style>
            </head><body><main>
            <h1>FranceConnect – bac à sable <span lang="en">/ sandbox</span></h1>
            <p>Choisissez un citoyen de test. Le service demande le niveau {{Html(asked.AskedAcr)}}. <span lang="en">Choose a test citizen; the service asks for {{Html(asked.AskedAcr)}}.</span></p>
            <form method="post" action="/interaction/{{Html(id)}}"><fieldset><legend>Citoyens de test <span lang="en">/ Test citizens</span></legend>
            """);
        var chosen = asked.LoginHint is { Length: > 0 } ? asked.LoginHint : "citoyen-0";
        foreach (var citizen in shown)
        {
            var mark = citizen.LoginHint == chosen ? " checked" : "";
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"""
                <label><input type="radio" name="citizen" value="{Html(citizen.LoginHint)}"{mark}> {Html(citizen.LoginHint)} – {Html(string.Join(' ', citizen.GivenNames))} {Html(citizen.FamilyName)}, {Html(citizen.IdpBirthdate)}, {Html(citizen.Gender)}, {Html(citizen.Birthplace is { Length: > 0 } place ? place : "—")} ({Html(citizen.Birthcountry)})</label>

                """);
        }

        page.Append("""
            </fieldset>
            <button name="decision" value="continue">Continuer <span lang="en">/ Continue</span></button>
            <button name="decision" value="refuse">Refuser <span lang="en">/ Refuse</span></button>
            </form></main></body></html>
            """);
        return Results.Text(page.ToString(), "text/html; charset=utf-8");
    }

    private static IResult Gone() => Results.Text(
        "Cette demande n'existe plus : recommencez depuis le service. / This request is gone: start again from the service.",
        "text/plain; charset=utf-8",
        statusCode: 410);

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
