namespace Hub.Connectors.Tests.FranceConnect;

/// <summary>Where the connector's source and built binaries are, from wherever the tests run.</summary>
internal static class Repository
{
    public static string ConnectorFolder { get; } = Find();

    /// <summary>A program built in the same configuration as the tests.</summary>
    public static string Binary(string projectFolder, string assembly)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(ConnectorFolder, projectFolder, "bin", output.Parent?.Name ?? "Release", output.Name, assembly + ".dll");
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var connector = Path.Combine(folder.FullName, "connectors", "FranceConnect");
            if (File.Exists(Path.Combine(connector, "connector.yaml")))
            {
                return connector;
            }
        }

        throw new DirectoryNotFoundException("connectors/FranceConnect was not found above the tests' binaries.");
    }
}
