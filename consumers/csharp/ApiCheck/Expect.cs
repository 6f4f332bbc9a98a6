// What the checks of the API share.
using System;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using Amazon.CDK;
using IAM = Amazon.CDK.AWS.IAM;

namespace ApiCheck
{
    public static class Expect
    {
        public static readonly Stack Parent = new Stack(new App(), "Stack");

        /// <summary>A user of its own for each key, as IAM allows two keys a user.</summary>
        public static IAM.User User(string keyId) => new IAM.User(Parent, $"{keyId}User");

        public static string Rendered(object value) => JsonSerializer.Serialize(Parent.Resolve(value));

        public static string Members(Type type) => string.Join(", ", type
            .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy)
            .Where(member => member.MemberType is MemberTypes.Property or MemberTypes.Method)
            .Select(member => member.Name)
            .Distinct()
            .OrderBy(name => name, StringComparer.Ordinal));

        public static string Actions(IAM.Grant grant) =>
            string.Join(", ", grant.PrincipalStatements
                .SelectMany(statement => statement.Actions).OrderBy(action => action, StringComparer.Ordinal));

        public static string ErrorOf(Action action)
        {
            try
            {
                action();
                return "no error";
            }
            catch (Exception error)
            {
                return error.Message;
            }
        }

        public static void Equal(string actual, string expected)
        {
            if (actual != expected)
            {
                throw new InvalidOperationException($"got      {actual}\nexpected {expected}");
            }
        }

        public static void Contains(string actual, string expected)
        {
            if (!actual.Contains(expected, StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException($"got      {actual}\nexpected it to contain {expected}");
            }
        }
    }
}
