using System.CommandLine;
using Hub.Server.Cli.Schemas;

namespace Hub.Server.Cli;

/// <summary><c>hub schema …</c>.</summary>
internal static class SchemaCommand
{
    public static Command Create() => new("schema", "Shared schemas")
    {
        SchemaLint.Create(),
        SchemaDiff.Create(),
        SchemaCatalogueCommand.Create(),
    };
}
