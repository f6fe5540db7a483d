using Hub.Server.Connectors;
using Hub.Server.Workflows.Activities;

namespace Hub.Server.Workflows;

/// <summary>What people call a connector and its operation: the manifest's titles, or the bare names while no manifest is known.</summary>
internal sealed record CommandTitles(LocalizedText System, LocalizedText Operation)
{
    private static readonly CommandTitles Mail = new(new("la messagerie", "mail"), new("prévenir l'usager", "notify the citizen"));

    public static CommandTitles Of(ConnectorRegistry registry, string connector, string operation)
    {
        if (connector == NotifyCitizen.MailChannel)
        {
            return Mail;
        }

        var manifest = registry.Find(connector)?.Manifest;
        return new(
            manifest?.Title ?? new LocalizedText(connector, connector),
            manifest?.Find(operation)?.Title ?? new LocalizedText(operation, operation));
    }
}
