// An app that has used Amazon.CDK.AWS.IAM alone, with the two lines of docs/csharp.md.
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
// snippet:drop-in
using AccessKey = Cdk.IamAccessKey.AccessKey;
using AccessKeyProps = Cdk.IamAccessKey.AccessKeyProps;
// end-snippet

namespace ApiCheck
{
    public static class DropIn
    {
        public static IAccessKey NewAccessKey()
        {
            var stack = new Stack(new App(), "Stack");
            var user = new User(stack, "User");
            return new AccessKey(stack, "AccessKey", new AccessKeyProps { User = user });
        }
    }
}
