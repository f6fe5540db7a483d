using System.Globalization;
using System.Net;

namespace Hub.Connectors.PayFip.StandIn;

/// <summary>The page on which a person pays, refuses or gives up, in French or English by the browser's language.</summary>
internal sealed class PaymentPage(Payments payments, Citizen citizen, StandInOptions options, TimeProvider time)
{
    private const string Style = "font-family:system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;line-height:1.5";

    private static readonly Dictionary<string, string> ResultOf = new()
    {
        ["pay"] = "P",
        ["directDebit"] = "V",
        ["refuse"] = "R",
        ["directDebitRefused"] = "Z",
        ["abandon"] = "A",
    };

    public IResult Show(string? idop, HttpContext http)
    {
        var french = IsFrench(http);
        if (idop is null || payments.Find(idop) is not { } payment)
        {
            return Page(french, StatusCodes.Status404NotFound, french ? "<p>Ce paiement n'existe pas.</p>" : "<p>There is no such payment.</p>");
        }

        if (payment.Decision is { Result: not "A" })
        {
            return Page(french, StatusCodes.Status200OK, french ? "<p>Ce paiement est terminé.</p>" : "<p>This payment is over.</p>");
        }

        if (IsExpired(payment))
        {
            return Page(french, StatusCodes.Status410Gone, french ? "<p>Ce lien de paiement a expiré.</p>" : "<p>This payment link has expired.</p>");
        }

        var culture = CultureInfo.GetCultureInfo(french ? "fr-FR" : "en-GB");
        var amount = (payment.Order.Montant / 100m).ToString("N2", culture) + " €";
        return Page(french, StatusCodes.Status200OK, $"""
            <p>{WebUtility.HtmlEncode(payment.Order.Objet)}<br>{(french ? "Référence" : "Reference")} <code>{WebUtility.HtmlEncode(payment.Order.Refdet)}</code></p>
            <p style="font-size:1.5rem"><strong>{amount}</strong></p>
            <form method="post" action="/tpa/paiementws.web?idop={WebUtility.UrlEncode(payment.IdOp)}">
            {Button("pay", french ? "Payer par carte" : "Pay by card")}
            {Button("directDebit", french ? "Payer par prélèvement" : "Pay by direct debit")}
            {Button("refuse", french ? "Carte refusée" : "Card refused")}
            {Button("directDebitRefused", french ? "Prélèvement refusé" : "Direct debit refused")}
            {Button("abandon", french ? "Abandonner" : "Give up")}
            </form>
            """);
    }

    public async Task<IResult> DecideAsync(string? idop, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (idop is null || payments.Find(idop) is not { } payment || IsExpired(payment) || !ResultOf.TryGetValue(form["decision"].ToString(), out var result))
        {
            return Show(idop, http);
        }

        payment = await payments.DecideAsync(payment.IdOp, result, amountCents: null, unlessReferencePaid: false, http.RequestAborted);
        citizen.Notify(payment);
        return Results.Redirect(payment.Order.Urlredirect);
    }

    private bool IsExpired(Payment payment) => time.GetUtcNow() - payment.CreatedAt >= options.ResultWindow;

    private static bool IsFrench(HttpContext http) =>
        !http.Request.Headers.AcceptLanguage.ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase);

    private static string Button(string decision, string text) => $"""<button name="decision" value="{decision}" style="margin:.25rem;padding:.5rem 1rem">{text}</button>""";

    private static IResult Page(bool french, int status, string content) => Results.Content(
        $"""
        <!doctype html><html lang="{(french ? "fr" : "en")}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>PayFiP — simulateur</title></head>
        <body style="{Style}"><h1>{(french ? "Paiement en ligne (simulateur)" : "Online payment (stand-in)")}</h1>{content}</body></html>
        """,
        "text/html; charset=utf-8",
        statusCode: status);
}
