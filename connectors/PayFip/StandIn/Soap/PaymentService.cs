using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace Hub.Connectors.PayFip.StandIn.Soap;

/// <summary>The three operations of the payment service, and the misbehaviours it was told.</summary>
internal sealed class PaymentService(Payments payments, Behaviours behaviours, Citizen citizen, StandInOptions options, TimeProvider time)
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    public async Task HandleAsync(HttpContext http)
    {
        var cancellationToken = http.RequestAborted;
        Behaviour told = new();
        XDocument answer;
        try
        {
            var call = await SoapMessages.ReadAsync(http.Request.Body, cancellationToken);
            var fields = call.Element("arg0") ?? throw SoapFault.Unreadable("L'élément arg0 est attendu dans l'appel.");
            told = behaviours.ForCall(call.Name.LocalName, ReferenceOf(fields));
            if (await MisbehaveBeforeAsync(told, http))
            {
                return;
            }

            answer = await AnswerAsync(call.Name.LocalName, fields);
        }
        catch (SoapFault fault)
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError; // SOAP 1.1 §6.2
            answer = SoapMessages.Fault(fault);
        }

        if (told.Die)
        {
            Process.GetCurrentProcess().Kill(); // as kill -9: no handler runs
        }

        if (told.DropAnswer)
        {
            http.Abort();
            return;
        }

        http.Response.ContentType = "text/xml; charset=utf-8";
        await http.Response.WriteAsync(answer.Declaration + answer.ToString(SaveOptions.DisableFormatting), cancellationToken);
    }

    // True: the call has been dealt with and nothing was done.
    private async Task<bool> MisbehaveBeforeAsync(Behaviour told, HttpContext http)
    {
        if (told.LatencyMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(told.LatencyMs), time, http.RequestAborted);
        }

        if (told.Hang)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, http.RequestAborted);
        }

        if (told.Reset)
        {
            http.Abort();
            return true;
        }

        if (told.Fault is { } fault)
        {
            throw new SoapFault(fault, told.Code ?? (fault is SoapFault.Functional ? "P5" : "T1"), "Erreur provoquée", "Erreur demandée au simulateur.");
        }

        if (told.Garble)
        {
            await http.Response.WriteAsync("<html><body>Maintenance</body>", http.RequestAborted);
            return true;
        }

        if (told.EffectiveStatus is { } status)
        {
            http.Response.StatusCode = status;
            http.Response.Headers.RetryAfter = told.RetryAfter?.ToString(CultureInfo.InvariantCulture);
            return true;
        }

        return false;
    }

    private async Task<XDocument> AnswerAsync(string operation, XElement fields) => operation switch
    {
        "recupererDetailClient" => DescribeClient(operation, fields),
        "creerPaiementSecurise" => await CreateAsync(operation, fields),
        "recupererDetailPaiementSecurise" => DescribePayment(operation, fields),
        _ => throw SoapFault.Unreadable("L'opération demandée n'existe pas dans ce service."),
    };

    private XDocument DescribeClient(string operation, XElement fields)
    {
        var numcli = OrderRules.Client(fields, "numCli", options.Clients);
        return SoapMessages.Reply(operation, [
            ("libelleN1", "COLLECTIVITE DE DEMONSTRATION"),
            ("libelleN2", "REGIE " + numcli),
            ("libelleN3", ""),
            ("numcli", numcli),
        ]);
    }

    private async Task<XDocument> CreateAsync(string operation, XElement fields)
    {
        var order = OrderRules.Read(fields, options.Clients);
        var payment = await payments.CreateAsync(order, behaviours.ForCitizen(order.Refdet));
        citizen.Visit(payment);
        return SoapMessages.Reply(operation, [("idOp", payment.IdOp)]);
    }

    private XDocument DescribePayment(string operation, XElement fields)
    {
        var payment = payments.Find(OrderRules.Text(fields, "idOp"));
        if (payment is null || (payment.Decision is null && time.GetUtcNow() - payment.CreatedAt >= options.ForgetAfter))
        {
            throw SoapFault.Refused("P1", "IdOp incorrect", "L'identifiant d'opération est inconnu ou a été effacé.");
        }

        if (payment.Decision is not { } decision)
        {
            throw SoapFault.Refused("P5", "Résultat de la transaction non connu", "Aucun résultat n'est encore connu pour cette opération.");
        }

        var (order, at) = (payment.Order, TimeZoneInfo.ConvertTime(decision.At, Paris));
        return SoapMessages.Reply(operation, [
            ("dattrans", at.ToString("ddMMyyyy", CultureInfo.InvariantCulture)),
            ("exer", order.Exer),
            ("heurtrans", at.ToString("HHmm", CultureInfo.InvariantCulture)),
            ("idOp", payment.IdOp),
            ("mel", order.Mel),
            ("montant", decision.AmountCents.ToString(CultureInfo.InvariantCulture)),
            ("numauto", decision.Authorization),
            ("numcli", order.Numcli),
            ("objet", order.Objet),
            ("refdet", order.Refdet),
            ("resultrans", decision.Result),
            ("saisie", order.Saisie),
        ]);
    }

    private string? ReferenceOf(XElement fields) =>
        fields.Element("refdet")?.Value ?? payments.Find(OrderRules.Text(fields, "idOp"))?.Order.Refdet;
}
