using System.CommandLine;

namespace Hub.Server.Cli;

/// <summary><c>hub schema …</c>.</summary>
internal static class SchemaCommand
{
    public static Command Create() => new("schema", "Shared schemas")
    {
        LaterCommand.Create("lint", "Check schemas against the house rules"),
        LaterCommand.Create("diff", "Compare two versions of a schema and tell whether they are compatible"),
        SchemaCatalogueCommand.Create(),
    };
}
