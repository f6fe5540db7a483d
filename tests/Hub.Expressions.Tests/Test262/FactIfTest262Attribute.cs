namespace Hub.Expressions.Tests.Test262;

/// <summary>A test that needs a copy of tc39/test262; skipped with the reason where there is none.</summary>
internal sealed class FactIfTest262Attribute : FactAttribute
{
    public FactIfTest262Attribute()
    {
        if (Test262Suite.FolderFromEnvironment is null)
        {
            Skip = "TEST262 ABSENT: set HUB_TEST262 to a copy of tc39/test262 (the folder that holds 'harness' and 'test'); the language was NOT judged by its own suite.";
        }
    }
}
