using Hub.JsonSchema;

namespace Hub.Server.Cli.Schemas;

/// <summary>Something that a schema should not be.</summary>
/// <param name="File">The file it stands in: the schema, or one of its examples.</param>
/// <param name="Pointer">Where in that file, as a JSON Pointer; empty for all of it.</param>
/// <param name="Rule">The rule's name, for those who count.</param>
/// <param name="IsError">False for advice.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
internal sealed record SchemaRemark(string File, string Pointer, string Rule, bool IsError, BilingualText Message)
{
    public static SchemaRemark Error(string file, string pointer, string rule, string fr, string en) => new(file, pointer, rule, true, new(fr, en));

    public static SchemaRemark Advice(string file, string pointer, string rule, string fr, string en) => new(file, pointer, rule, false, new(fr, en));
}
