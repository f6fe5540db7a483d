using System.Text.Json;
using Hub.Workflows.Definitions;

namespace Hub.Workflows.Comparison;

/// <summary>What differs in the steps themselves.</summary>
internal static class ActivityChanges
{
    public static void Find(IReadOnlyList<DrawnActivity> before, IReadOnlyList<DrawnActivity> after, List<DefinitionChange> changes)
    {
        foreach (var gone in before.Where(activity => activity.Match is null))
        {
            changes.Add(new DefinitionChange { Kind = ChangeKind.Removed, Subject = ChangeSubject.Activity, ActivityBefore = gone.Compared, Text = ChangeSentences.Activity(gone, ChangeKind.Removed) });
        }

        foreach (var activity in after)
        {
            if (activity.Match is { } earlier)
            {
                Compare(earlier, activity, changes);
            }
            else
            {
                changes.Add(new DefinitionChange { Kind = ChangeKind.Added, Subject = ChangeSubject.Activity, ActivityAfter = activity.Compared, Text = ChangeSentences.Activity(activity, ChangeKind.Added) });
            }
        }
    }

    private static void Compare(DrawnActivity before, DrawnActivity after, List<DefinitionChange> changes)
    {
        var pair = new Pair(before, after, changes);
        if (before.Name != after.Name)
        {
            pair.Add(ChangeSubject.ActivityName, null, JsonValues.From(before.Name), JsonValues.From(after.Name), ChangeSentences.Renamed(before, after));
        }

        if (before.Type != after.Type)
        {
            pair.Add(ChangeSubject.ActivityType, null, JsonValues.From(before.Type), JsonValues.From(after.Type), ChangeSentences.Retyped(before, after));
        }

        if (before.Port != after.Port || before.Parent?.Match != after.Parent)
        {
            pair.Add(ChangeSubject.ActivityPlace, null, PlaceOf(before), PlaceOf(after), ChangeSentences.Moved(after));
        }

        foreach (var (name, mine, theirs) in Members(before.Json.Member("metadata"), after.Json.Member("metadata")))
        {
            if (!name.Equals("designer", StringComparison.OrdinalIgnoreCase))
            {
                pair.AddIfChanged(ChangeSubject.ActivitySetting, name, mine, theirs);
            }
        }

        foreach (var (name, mine, theirs) in Members(before.Json.Member("customProperties"), after.Json.Member("customProperties")))
        {
            // Connections that lead nowhere are found anew whenever a definition is loaded.
            if (!name.Equals("notFoundConnections", StringComparison.OrdinalIgnoreCase))
            {
                pair.AddIfChanged(ChangeSubject.ActivitySetting, name, mine, theirs);
            }
        }

        HeadingChanges.FindVariables(before.Json.Member("variables"), after.Json.Member("variables"), before, changes);
        foreach (var name in before.Own.Keys.Union(after.Own.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase))
        {
            var (mine, theirs) = (before.Own.GetValueOrDefault(name), after.Own.GetValueOrDefault(name));
            var subject = name.Equals("version", StringComparison.OrdinalIgnoreCase) ? ChangeSubject.ActivityType
                : IsOutput(mine) || IsOutput(theirs) ? ChangeSubject.ActivityOutput
                : ChangeSubject.ActivityInput;
            pair.AddIfChanged(subject, name, mine, theirs);
        }
    }

    /// <summary>The members of two objects by name, in the order of the names; not set where one lacks it.</summary>
    public static IEnumerable<(string Name, JsonElement Before, JsonElement After)> Members(JsonElement before, JsonElement after) =>
        Names(before).Union(Names(after), StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).Select(name => (name, before.Member(name), after.Member(name)));

    private static IEnumerable<string> Names(JsonElement value) => value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Select(member => member.Name) : [];

    private static bool IsOutput(JsonElement value) => value.Member("memoryReference").IsSet() && value.Member("expression").IsNothing();

    private static JsonElement PlaceOf(DrawnActivity activity) => JsonValues.From($"{activity.Parent?.Label}/{activity.Port}");

    private readonly struct Pair(DrawnActivity before, DrawnActivity after, List<DefinitionChange> changes)
    {
        public void AddIfChanged(ChangeSubject subject, string name, JsonElement mine, JsonElement theirs)
        {
            // Not starting and not running in the background is what goes without saying.
            var isSame = ComparedValue.Same(mine, theirs) || (IsNo(mine) && IsNo(theirs) && subject == ChangeSubject.ActivitySetting);
            if (!isSame)
            {
                Add(subject, name, mine, theirs, ChangeSentences.Member(after, subject, name, mine, theirs));
            }
        }

        public void Add(ChangeSubject subject, string? name, JsonElement mine, JsonElement theirs, LocalizedText text) => changes.Add(new DefinitionChange
        {
            Kind = mine.IsNothing() ? ChangeKind.Added : theirs.IsNothing() ? ChangeKind.Removed : ChangeKind.Changed,
            Subject = subject,
            ActivityBefore = before.Compared,
            ActivityAfter = after.Compared,
            Name = name,
            Before = mine.IsNothing() ? default : mine,
            After = theirs.IsNothing() ? default : theirs,
            Lines = ValueLines.Of(mine, theirs),
            Text = text,
        });

        private static bool IsNo(JsonElement value) => value.IsNothing() || value.ValueKind == JsonValueKind.False;
    }
}
