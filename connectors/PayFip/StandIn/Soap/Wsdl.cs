using System.Xml.Linq;

namespace Hub.Connectors.PayFip.StandIn.Soap;

/// <summary>The service's description (WSDL 1.1), with the address at which it was asked for.</summary>
internal static class Wsdl
{
    private static readonly string[] Order = ["exer", "mel", "montant", "numcli", "objet", "refdet", "saisie", "urlnotif", "urlredirect"];
    private static readonly string[] Detail = ["dattrans", "exer", "heurtrans", "idOp", "mel", "montant", "numauto", "numcli", "objet", "refdet", "resultrans", "saisie"];
    private static readonly string[] Client = ["libelleN1", "libelleN2", "libelleN3", "numcli"];
    private static readonly string[] Error = ["code", "descriptif", "libelle"];
    private static readonly string[] Faults = [SoapFault.Dysfunction, SoapFault.Unavailable, SoapFault.Protocol, SoapFault.Functional];

    public static string At(string address)
    {
        var service = SoapMessages.Service.NamespaceName;
        var (replies, requests) = (SoapMessages.Replies.NamespaceName, SoapMessages.Requests.NamespaceName);
        (string Name, string Request, string Reply)[] operations =
        [
            ("recupererDetailClient", "rep:RecupererDetailClientRequest", "rep:RecupererDetailClientResponse"),
            ("creerPaiementSecurise", "req:CreerPaiementSecuriseRequest", "rep:CreerPaiementSecuriseResponse"),
            ("recupererDetailPaiementSecurise", "rep:RecupererDetailPaiementSecuriseRequest", "rep:RecupererDetailPaiementSecuriseResponse"),
        ];

        return XDocument.Parse($"""
            <definitions name="PaiementSecuriseService" targetNamespace="{service}" xmlns="http://schemas.xmlsoap.org/wsdl/"
                         xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
                         xmlns:tns="{service}" xmlns:rep="{replies}" xmlns:req="{requests}">
              <types>
                <xsd:schema targetNamespace="{requests}">{Type("CreerPaiementSecuriseRequest", Order)}</xsd:schema>
                <xsd:schema targetNamespace="{replies}">
                  {Type("RecupererDetailClientRequest", ["numCli"])}
                  {Type("RecupererDetailClientResponse", Client)}
                  {Type("CreerPaiementSecuriseResponse", ["idOp"])}
                  {Type("RecupererDetailPaiementSecuriseRequest", ["idOp"])}
                  {Type("RecupererDetailPaiementSecuriseResponse", Detail)}
                  {Each(Faults, fault => Type(fault, Error, """<xsd:element name="severite" type="xsd:int"/>"""))}
                </xsd:schema>
                <xsd:schema targetNamespace="{service}">
                  <xsd:import namespace="{requests}"/><xsd:import namespace="{replies}"/>
                  {Each(operations, operation => $"""
                    <xsd:element name="{operation.Name}"><xsd:complexType><xsd:sequence>
                      <xsd:element minOccurs="0" name="arg0" type="{operation.Request}"/></xsd:sequence></xsd:complexType></xsd:element>
                    <xsd:element name="{operation.Name}Response"><xsd:complexType><xsd:sequence>
                      <xsd:element minOccurs="0" name="return" type="{operation.Reply}"/></xsd:sequence></xsd:complexType></xsd:element>
                    """)}
                  {Each(Faults, fault => $"""<xsd:element name="{fault}" nillable="true" type="rep:{fault}"/>""")}
                </xsd:schema>
              </types>
              {Each(operations, operation => $"""
                <message name="{operation.Name}"><part name="parameters" element="tns:{operation.Name}"/></message>
                <message name="{operation.Name}Response"><part name="parameters" element="tns:{operation.Name}Response"/></message>
                """)}
              {Each(Faults, fault => $"""<message name="{fault}"><part name="{fault}" element="tns:{fault}"/></message>""")}
              <portType name="PaiementSecuriseService">
                {Each(operations, operation => $"""
                  <operation name="{operation.Name}"><input message="tns:{operation.Name}"/><output message="tns:{operation.Name}Response"/>
                    {Each(Faults, fault => $"""<fault name="{fault}" message="tns:{fault}"/>""")}</operation>
                  """)}
              </portType>
              <binding name="PaiementSecuriseServiceSoapBinding" type="tns:PaiementSecuriseService">
                <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
                {Each(operations, operation => $"""
                  <operation name="{operation.Name}"><soap:operation soapAction="" style="document"/>
                    <input><soap:body use="literal"/></input><output><soap:body use="literal"/></output>
                    {Each(Faults, fault => $"""<fault name="{fault}"><soap:fault name="{fault}" use="literal"/></fault>""")}</operation>
                  """)}
              </binding>
              <service name="PaiementSecuriseService">
                <port name="PaiementSecuriseServicePort" binding="tns:PaiementSecuriseServiceSoapBinding"><soap:address location="{address}"/></port>
              </service>
            </definitions>
            """).ToString();
    }

    private static string Type(string name, IEnumerable<string> fields, string more = "") => $"""
        <xsd:complexType name="{name}"><xsd:sequence>
          {Each(fields, field => $"""<xsd:element minOccurs="0" name="{field}" type="xsd:string"/>""")}{more}
        </xsd:sequence></xsd:complexType>
        """;

    private static string Each<T>(IEnumerable<T> items, Func<T, string> text) => string.Concat(items.Select(text));
}
