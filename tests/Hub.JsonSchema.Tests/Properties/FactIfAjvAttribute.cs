namespace Hub.JsonSchema.Tests.Properties;

/// <summary>A test that compares with ajv; skipped with the reason where it is not installed.</summary>
internal sealed class FactIfAjvAttribute : FactAttribute
{
    public FactIfAjvAttribute()
    {
        if (AjvProcess.NodeOnPath is null)
        {
            Skip = "NODE ABSENT: Node.js 20 or later is needed; our verdicts were NOT compared with another validator's.";
        }
        else if (AjvProcess.Folder is null)
        {
            Skip = "AJV ABSENT: run npm ci in tests/Hub.JsonSchema.Tests/differential; our verdicts were NOT compared with another validator's.";
        }
    }
}
