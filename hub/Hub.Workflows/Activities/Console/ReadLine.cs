using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Console;

/// <summary>Reads a line from the host's console. A server has none: then there is nothing to read, as at the end of an input, and the journal says so.</summary>
internal sealed class ReadLine : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.ReadLine",
        Category = Categories.Console,
        DisplayName = ("Read Line", "Lire une ligne"),
        Description = ("Reads a line of text from the console.", "Lit une ligne de texte dans la console."),
        AutoCompletes = true,
        Outputs = [new() { Name = OutputDescriptor.Result, TypeName = "String", Description = ("The line.", "La ligne.") }],
    };

    public override async ValueTask ExecuteAsync(ActivityContext context)
    {
        if (context.FindHost<IConsoleReader>() is not { } console)
        {
            context.Note("There is no console to read a line from here; the result is empty.");
            context.SetOutput(OutputDescriptor.Result, JsonValues.Null);
            return;
        }

        var line = await console.ReadLineAsync(context.CancellationToken);
        context.SetOutput(OutputDescriptor.Result, line is null ? JsonValues.Null : JsonValues.From(line));
    }
}
