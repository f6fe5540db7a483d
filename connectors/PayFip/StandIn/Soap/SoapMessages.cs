using System.Xml;
using System.Xml.Linq;

namespace Hub.Connectors.PayFip.StandIn.Soap;

/// <summary>SOAP 1.1 document/literal messages of the payment service, with its own namespaces.</summary>
internal static class SoapMessages
{
    public static readonly XNamespace Service =
        "http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/contrat_paiement_securise/PaiementSecuriseService";

    public static readonly XNamespace Replies = "http://securite.service.tpa.cp.finances.gouv.fr/reponse";
    public static readonly XNamespace Requests = "http://securite.service.tpa.cp.finances.gouv.fr/requete";

    private const int LongestMessage = 64 * 1024;
    private static readonly XNamespace Envelope = "http://schemas.xmlsoap.org/soap/envelope/";

    private static readonly XmlReaderSettings Safe = new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = LongestMessage,
    };

    /// <summary>Reads the operation's element out of an envelope.</summary>
    /// <exception cref="SoapFault">TechProtocolaireErreur: not XML, not SOAP 1.1, or not of this service.</exception>
    public static async Task<XElement> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        XDocument document;
        try
        {
            using var reader = XmlReader.Create(body, Safe);
            document = await XDocument.LoadAsync(reader, LoadOptions.None, cancellationToken);
        }
        catch (XmlException)
        {
            throw SoapFault.Unreadable("Le message n'est pas un document XML lisible.");
        }

        var operation = document.Root?.Name == Envelope + "Envelope" ? document.Root.Element(Envelope + "Body")?.Elements().FirstOrDefault() : null;
        if (operation is null)
        {
            throw SoapFault.Unreadable("Le message n'est pas une enveloppe SOAP 1.1 avec un corps.");
        }

        return operation.Name.Namespace == Service
            ? operation
            : throw SoapFault.Unreadable($"L'espace de noms attendu est {Service.NamespaceName}.");
    }

    /// <summary>The answer to an operation: its <c>return</c> element holds the fields that have a value.</summary>
    public static XDocument Reply(string operation, IEnumerable<(string Name, string? Value)> fields) =>
        Wrap(new XElement(
            Service + (operation + "Response"),
            new XAttribute(XNamespace.Xmlns + "ns2", Service),
            new XElement("return", fields.Where(field => field.Value is not null).Select(field => new XElement(field.Name, field.Value)))));

    public static XDocument Fault(SoapFault fault) =>
        Wrap(new XElement(
            Envelope + "Fault",
            new XElement("faultcode", "S:Server"),
            new XElement("faultstring", fault.Label),
            new XElement(
                "detail",
                new XElement(
                    Service + fault.Name,
                    new XAttribute(XNamespace.Xmlns + "ns2", Service),
                    new XElement("code", fault.Code),
                    new XElement("descriptif", fault.Description),
                    new XElement("libelle", fault.Label),
                    new XElement("severite", fault.Severity)))));

    private static XDocument Wrap(XElement content) =>
        new(
            new XDeclaration("1.0", "UTF-8", null),
            new XElement(Envelope + "Envelope", new XAttribute(XNamespace.Xmlns + "S", Envelope), new XElement(Envelope + "Body", content)));
}
