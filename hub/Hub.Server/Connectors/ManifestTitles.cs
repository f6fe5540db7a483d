using Hub.Server.Exchange.Outbox;

namespace Hub.Server.Connectors;

/// <summary>Titles from the manifests; mail, which the hub sends itself, has its own.</summary>
internal sealed class ManifestTitles(ConnectorRegistry registry) : ICommandTitles
{
    private static readonly CommandTitles Mail = new(new("la messagerie", "mail"), new("prévenir l'usager", "notify the citizen"));

    public CommandTitles Of(string connector, string operation)
    {
        if (connector == OutboundNames.Mail)
        {
            return Mail;
        }

        var manifest = registry.Find(connector)?.Manifest;
        return new(
            manifest?.Title ?? new LocalizedText(connector, connector),
            manifest?.Find(operation)?.Title ?? new LocalizedText(operation, operation));
    }
}
