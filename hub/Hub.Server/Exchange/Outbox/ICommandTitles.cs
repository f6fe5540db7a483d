namespace Hub.Server.Exchange.Outbox;

/// <summary>What people call connectors and their operations. Implemented where the manifests are.</summary>
public interface ICommandTitles
{
    /// <summary>The manifest's titles, or the bare names while no manifest is known.</summary>
    CommandTitles Of(string connector, string operation);
}

/// <summary>A connector and an operation in people's words.</summary>
public sealed record CommandTitles(LocalizedText System, LocalizedText Operation);
