using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Checks.Rules;

/// <summary>The names that the expressions of one step find.</summary>
internal sealed class StepScope
{
    private static readonly Dictionary<string, string[]> GivenByLoops = new(StringComparer.Ordinal)
    {
        ["Elsa.For"] = ["CurrentValue"],
        ["Elsa.ForEach"] = ["CurrentValue", "CurrentIndex"],
        ["Elsa.ParallelForEach"] = ["CurrentValue", "CurrentIndex"],
        ["Elsa.BulkDispatchWorkflows"] = ["ChildInstanceId", "Item"],
    };

    private StepScope(GraphNode step)
    {
        var variables = new List<string>();
        for (var scope = step; scope is not null; scope = scope.Parent)
        {
            foreach (var variable in scope.Variables)
            {
                variables.Add(variable.Name);
                Ids.Add(variable.Id);
            }

            variables.AddRange(GivenByLoops.GetValueOrDefault(scope.Descriptor.TypeName) ?? []);
        }

        Variables = [.. variables.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The variables that it and what holds it declare, and what loops give.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>The ids of those that are declared.</summary>
    public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

    public static StepScope Of(GraphNode step) => new(step);

    /// <summary>The accessor that scripts call for a name: <c>open-case</c> is <c>OpenCase</c> in <c>getResultFromOpenCase()</c>.</summary>
    public static string Accessor(string name)
    {
        var text = new System.Text.StringBuilder(name.Length);
        var startsWord = true;
        foreach (var letter in name)
        {
            if (letter is ' ' or '-' or '_')
            {
                startsWord = true;
                continue;
            }

            text.Append(startsWord ? char.ToUpperInvariant(letter) : letter);
            startsWord = false;
        }

        return text.ToString();
    }
}
