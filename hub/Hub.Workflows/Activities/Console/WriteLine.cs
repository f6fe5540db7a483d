using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Console;

/// <summary>Writes a line: into the burst, where the host may show it.</summary>
internal sealed class WriteLine : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.WriteLine",
        Category = Categories.Console,
        DisplayName = ("Write Line", "Écrire une ligne"),
        Description = ("Writes a line of text to the console.", "Écrit une ligne de texte dans la console."),
        AutoCompletes = true,
        Inputs = [new() { Name = "Text", TypeName = "String", Description = ("The text to write.", "Le texte à écrire.") }],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Run.WrittenLines.Add(context.GetText("Text") ?? "");
        return default;
    }
}
