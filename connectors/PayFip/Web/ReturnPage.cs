using Hub.Connectors.PayFip.Payments;

namespace Hub.Connectors.PayFip.Web;

/// <summary><c>/return</c>: where the citizen lands after the payment page. Says how the payment stands, and nothing about the person or the amount.</summary>
internal static class ReturnPage
{
    private const string Style = "font-family:system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;line-height:1.5";

    public static async Task<IResult> ShowAsync(string? reference, HttpContext http, IntentBook book, SettlePayments settle)
    {
        var entry = reference is null ? null : book.FindByRefdet(reference);
        if (entry is { Intent: { End: null, Current: { } current } })
        {
            await settle.LookAsync(current.IdOp, notified: true, http.RequestAborted);
        }

        var french = !http.Request.Headers.AcceptLanguage.ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase);
        var (fr, en) = Sentences(entry?.Intent);
        return Results.Content(
            $"""
            <!doctype html><html lang="{(french ? "fr" : "en")}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>{(french ? "Votre paiement" : "Your payment")}</title></head>
            <body style="{Style}"><h1>{(french ? "Votre paiement" : "Your payment")}</h1><p>{(french ? fr : en)}</p></body></html>
            """,
            "text/html; charset=utf-8");
    }

    private static (string French, string English) Sentences(PaymentIntent? intent) => intent?.End?.Outcome switch
    {
        _ when intent is null => ("Merci. Votre démarche continue ; vous serez prévenu de la suite.", "Thank you. Your request goes on; you will be told what comes next."),
        Outcome.Paid => ("Votre paiement est enregistré. Merci.", "Your payment is recorded. Thank you."),
        Outcome.Refused => ("Le paiement a été refusé par votre banque. Rien n'a été débité.", "Your bank refused the payment. Nothing was debited."),
        Outcome.Abandoned => ("Le paiement a été abandonné. Rien n'a été débité.", "The payment was given up. Nothing was debited."),
        Outcome.Expired => ("Le lien de paiement a expiré. Rien n'a été débité.", "The payment link has expired. Nothing was debited."),
        Outcome.Error => ("Le paiement demande une vérification par nos services, qui reviendront vers vous.", "The payment needs a check by our services, who will come back to you."),
        _ => ("Le résultat du paiement n'est pas encore connu ; vous serez prévenu.", "The result of the payment is not known yet; you will be told."),
    };
}
