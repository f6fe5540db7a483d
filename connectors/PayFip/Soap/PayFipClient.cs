using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Hub.Connectors.PayFip.Soap;

/// <summary>What is asked of <c>creerPaiementSecurise</c>; the amount is in cents.</summary>
internal sealed record PaymentOrder(
    int Year, string Mail, long AmountCents, string Numcli, string Label, string Refdet, string Mode, Uri NotifyUrl, Uri ReturnUrl);

/// <summary>What <c>recupererDetailPaiementSecurise</c> tells of an operation that has a result. The payer's address is not kept.</summary>
/// <param name="Result"><c>resultrans</c>: P, V, R, Z, A, or something unknown.</param>
/// <param name="At">When, to the minute; null where PayFiP did not say or said it unreadably.</param>
internal sealed record PaymentDetail(string IdOp, string Refdet, string Numcli, long AmountCents, string Result, string? Authorization, DateTimeOffset? At);

/// <summary>Speaks to the payment service: SOAP 1.1, document/literal, by hand.</summary>
internal sealed class PayFipClient(HttpClient http, PayFipOptions options, TimeProvider time)
{
    private const int LongestAnswer = 256 * 1024;

    private static readonly XNamespace Envelope = "http://schemas.xmlsoap.org/soap/envelope/";

    private static readonly XNamespace Service =
        "http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/contrat_paiement_securise/PaiementSecuriseService";

    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static readonly XmlReaderSettings Safe = new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = LongestAnswer,
    };

    /// <summary>Creates a payment operation and returns its <c>idOp</c>.</summary>
    /// <exception cref="PayFipFault">PayFiP refused or failed.</exception>
    /// <exception cref="PayFipUnreachable">No usable answer: the operation may exist, but nobody has its link.</exception>
    public async Task<string> CreateAsync(PaymentOrder order, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("creerPaiementSecurise", cancellationToken,
            ("exer", order.Year.ToString(CultureInfo.InvariantCulture)),
            ("mel", order.Mail),
            ("montant", order.AmountCents.ToString(CultureInfo.InvariantCulture)),
            ("numcli", order.Numcli),
            ("objet", order.Label),
            ("refdet", order.Refdet),
            ("saisie", order.Mode),
            ("urlnotif", order.NotifyUrl.AbsoluteUri),
            ("urlredirect", order.ReturnUrl.AbsoluteUri));
        return answer.Element("idOp")?.Value is { Length: > 0 } idOp ? idOp : throw new PayFipUnreachable("the answer holds no idOp");
    }

    /// <summary>Reads how an operation ended.</summary>
    /// <exception cref="PayFipFault">Functional with P5: no result yet; with P1: unknown operation; others.</exception>
    /// <exception cref="PayFipUnreachable">No usable answer.</exception>
    public async Task<PaymentDetail> ReadAsync(string idOp, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("recupererDetailPaiementSecurise", cancellationToken, ("idOp", idOp));
        if (!long.TryParse(Text("montant"), NumberStyles.None, CultureInfo.InvariantCulture, out var cents))
        {
            throw new PayFipUnreachable("the answer's montant is not a number of cents");
        }

        // Asked for one operation and told of another: not an answer to act on.
        if (Text("idOp") is { Length: > 0 } told && told != idOp)
        {
            throw new PayFipUnreachable("the answer is about another operation");
        }

        var authorization = Text("numauto");
        return new PaymentDetail(
            idOp, Text("refdet"), Text("numcli"), cents, Text("resultrans"), authorization.Length == 0 ? null : authorization, At(Text("dattrans"), Text("heurtrans")));

        string Text(string name) => answer.Element(name)?.Value.Trim() ?? "";
    }

    /// <summary>Asks who a client number is: succeeds when the number is known and the service works.</summary>
    /// <exception cref="PayFipFault">The number is not known, or PayFiP failed.</exception>
    /// <exception cref="PayFipUnreachable">No usable answer.</exception>
    public async Task CheckClientAsync(string numcli, CancellationToken cancellationToken) =>
        await CallAsync("recupererDetailClient", cancellationToken, ("numCli", numcli));

    private async Task<XElement> CallAsync(string operation, CancellationToken cancellationToken, params (string Name, string Value)[] fields)
    {
        var message = new XElement(
            Envelope + "Envelope",
            new XAttribute(XNamespace.Xmlns + "soap", Envelope),
            new XElement(
                Envelope + "Body",
                new XElement(
                    Service + operation,
                    new XAttribute(XNamespace.Xmlns + "tns", Service),
                    new XElement("arg0", fields.Select(field => new XElement(field.Name, field.Value))))));
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Endpoint)
        {
            Content = new StringContent(message.ToString(SaveOptions.DisableFormatting), Encoding.UTF8, new MediaTypeHeaderValue("text/xml", "utf-8")),
        };
        request.Headers.Add("SOAPAction", "\"\"");

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Timeout);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return await ReadAnswerAsync(response, operation, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PayFipUnreachable($"no answer within {options.Timeout.TotalSeconds:0.#} s");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException)
        {
            throw new PayFipUnreachable((failure as HttpRequestException)?.HttpRequestError.ToString() ?? "connection lost");
        }
    }

    private async Task<XElement> ReadAnswerAsync(HttpResponseMessage response, string operation, CancellationToken cancellationToken)
    {
        // A SOAP fault travels with status 500 (SOAP 1.1 §6.2), so 500 may be an answer; every other failure is not.
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.InternalServerError))
        {
            throw new PayFipUnreachable($"HTTP status {(int)response.StatusCode}", RetryAfterOf(response));
        }

        XDocument document;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var reader = XmlReader.Create(body, Safe);
            document = await XDocument.LoadAsync(reader, LoadOptions.None, cancellationToken);
        }
        catch (XmlException)
        {
            throw new PayFipUnreachable($"HTTP status {(int)response.StatusCode} with something that is not XML", RetryAfterOf(response));
        }

        var content = document.Root?.Element(Envelope + "Body")?.Elements().FirstOrDefault();
        if (content?.Name == Envelope + "Fault")
        {
            throw FaultOf(content);
        }

        return content?.Name.LocalName == operation + "Response" && content.Element("return") is { } answer
            ? answer
            : throw new PayFipUnreachable("the answer is not the one of " + operation);
    }

    // By local name: the namespace of the fault's element is not the same in every version of the service.
    private static Exception FaultOf(XElement fault)
    {
        var detail = fault.Element("detail")?.Elements().FirstOrDefault();
        FaultKind? kind = detail?.Name.LocalName switch
        {
            "FonctionnelleErreur" => FaultKind.Functional,
            "TechDysfonctionnementErreur" => FaultKind.Dysfunction,
            "TechIndisponibiliteErreur" => FaultKind.Unavailable,
            "TechProtocolaireErreur" => FaultKind.Protocol,
            _ => null,
        };
        return kind is null
            ? new PayFipUnreachable("a SOAP fault that is not one of this service")
            : new PayFipFault(kind.Value, Child("code"), Child("libelle"));

        string Child(string name) => detail!.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value.Trim() ?? ""; // a kind was found, so there is a detail
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    // DDMMYYYY and HHMM are Paris wall-clock time. In the hour that autumn repeats, the first pass is taken.
    private static DateTimeOffset? At(string date, string hour)
    {
        if (!DateTime.TryParseExact(date + hour.PadLeft(4, '0'), "ddMMyyyyHHmm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || Paris.IsInvalidTime(local))
        {
            return null;
        }

        return new DateTimeOffset(local, Paris.IsAmbiguousTime(local) ? Paris.GetAmbiguousTimeOffsets(local).Max() : Paris.GetUtcOffset(local));
    }
}
